"""The register of the tables that other programs brought: sessions, second steps, tasks, short memory."""

from tisserand.domain.register.codes import (
    Basis,
    Duration,
    Entry,
    Kept,
    Mine,
    NotPersonal,
    Purpose,
    SeenBy,
    Table,
    each,
)
from tisserand.domain.register.people import HERS, KEY

ADDRESS = Entry(Purpose.SIGN_IN, Basis.CONTRACT, HERS, Duration.ACCOUNT)
STEP = Entry(Purpose.SIGN_IN, Basis.INTEREST, HERS, Duration.ACCOUNT)
SESSION = Entry(Purpose.SIGN_IN, Basis.INTEREST, HERS, Duration.SESSION)
PLACE = Entry(Purpose.SIGN_IN, Basis.INTEREST, HERS, Duration.ADDRESS)
INSIDE = Entry(Purpose.SIGN_IN, Basis.INTEREST, (SeenBy.NOBODY,), Duration.SESSION, Kept.SECRET)
TASK = Entry(Purpose.RUN, Basis.CONTRACT, (SeenBy.NOBODY,), Duration.TASK, Kept.CODED)
MEMORY = Entry(Purpose.SIGN_IN, Basis.INTEREST, (SeenBy.NOBODY,), Duration.CODE, Kept.SECRET)

PROGRAM = {
    "contenttypes.ContentType": Table(each(NotPersonal.PROGRAM, "id app_label model")),
    "auth.Permission": Table(each(NotPersonal.PROGRAM, "id name content_type codename")),
    "auth.Group": Table(each(NotPersonal.PROGRAM, "id name")),
    "auth.Group_permissions": Table(each(NotPersonal.PROGRAM, "id group permission")),
    "django_migrations": Table(each(NotPersonal.PROGRAM, "id app name applied")),
    "short_memory": Table(each(MEMORY, "cache_key value expires")),
    "sessions.Session": Table(each(INSIDE, "session_key session_data expire_date")),
    "account.EmailAddress": Table({**KEY, **each(ADDRESS, "user email verified primary")}, (Mine("user"),)),
    "account.EmailConfirmation": Table(
        {
            **KEY,
            **each(ADDRESS, "email_address created sent"),
            **each(ADDRESS.but(Kept.SECRET), "key"),
        },
        (Mine("email_address__user"),),
    ),
    "mfa.Authenticator": Table(
        {**KEY, **each(STEP, "user type created_at last_used_at"), **each(STEP.but(Kept.SECRET), "data")},
        (Mine("user"),),
    ),
    "usersessions.UserSession": Table(
        {
            **KEY,
            **each(SESSION, "user created_at last_seen_at user_agent"),
            **each(PLACE, "ip"),
            **each(INSIDE, "session_key data"),
        },
        (Mine("user"),),
    ),
    "django_tasks_database.DBTaskResult": Table(
        {
            **each(TASK, "args_kwargs return_value"),
            **each(NotPersonal.PROGRAM, "id status enqueued_at started_at finished_at priority task_path"),
            **each(NotPersonal.PROGRAM, "worker_ids queue_name backend_name run_after"),
            **each(NotPersonal.PROGRAM, "exception_class_path traceback"),
        }
    ),
}
