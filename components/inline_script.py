"""Scripts that stand in a page itself, each with the nonce that lets it run."""

from markupsafe import Markup


def inline_script(code: str, nonce: str) -> str:
    """A script of ours inside a page; ``code`` is written out where it is called."""
    return f"<script{nonce_attribute(nonce)}>{code}</script>"


def nonce_attribute(nonce: str) -> Markup:
    """What such a script's tag carries; nothing where pages are served without a policy."""
    return Markup(' nonce="{}"').format(nonce) if nonce else Markup()
