/* Passkeys: a form marked data-passkey asks the device to make or to use one, and posts what it answers.
   Without this file such a form stays hidden, and the other ways of the page do. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const asked = (options) => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: listed(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: listed(options.allowCredentials) }),
  });

  const answered = (key) => {
    const response = { clientDataJSON: text(key.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[name]) response[name] = text(key.response[name]);
    }
    if (key.response.getTransports) response.transports = key.response.getTransports();
    return {
      id: key.id, rawId: text(key.rawId), type: key.type, response,
      authenticatorAttachment: key.authenticatorAttachment,
      clientExtensionResults: key.getClientExtensionResults(),
    };
  };

  const optionsOf = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!reply.ok) throw new Error(String(reply.status));
    return JSON.parse((await reply.json()).options).publicKey;
  };

  const press = async (form, said, button) => {
    said.hidden = true;
    button.disabled = true;
    try {
      const publicKey = asked(await optionsOf(form));
      const key = form.dataset.passkey === "make"
        ? await navigator.credentials.create({ publicKey })
        : await navigator.credentials.get({ publicKey });
      form.elements.credential.value = JSON.stringify(answered(key));
      form.submit();
    } catch {
      said.hidden = false;
      button.disabled = false;
    }
  };

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (pressed) => {
      pressed.preventDefault();
      press(form, form.querySelector("[data-passkey-said]"), form.querySelector("button"));
    });
  }
  for (const note of document.querySelectorAll("[data-passkey-none]")) note.hidden = true;
})();
