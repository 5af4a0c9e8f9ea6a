"""Where the twins of the registers are, for whoever starts a system that asks them."""


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose registers, name server included, are the twins at that port."""
    url = f"http://127.0.0.1:{port}"
    return {
        "CAVEAU_SIRENE_URL": f"{url}/sirene",
        "CAVEAU_INSEE_URL": f"{url}/insee",
        "CAVEAU_VIES_URL": f"{url}/vies",
        "CAVEAU_SEED_URL": f"{url}/seed",
        "CAVEAU_DNS": f"127.0.0.1:{port}",
    }
