"""How the installation is put together."""
