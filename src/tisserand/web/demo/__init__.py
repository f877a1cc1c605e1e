"""What exists in a demonstration only: being somebody of the fictional network, going to tomorrow."""
