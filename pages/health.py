"""Whether the server and its database answer; for those who look after it."""

from fastapi.responses import JSONResponse, Response
from nicegui import app

from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError
from store.settings import VERSION


def register(clinic: Clinic) -> None:
    """Answer 200 at /healthz while the database answers, 503 when it does not."""

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        try:
            await off_loop(clinic.profile)
        except RegimenError as problem:
            told = {"status": "unavailable", "version": VERSION, "database": problem.message}
            return JSONResponse(told, 503)
        return JSONResponse({"status": "ok", "version": VERSION, "database": "ok"})
