"""Lists as spreadsheets, sent as they are written."""

from fastapi.responses import StreamingResponse

from store.exporting.sheets import Sheet, as_csv, as_xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(sheet: Sheet, form: str) -> StreamingResponse:
    """The file, under the name of the list."""
    headers = {"Content-Disposition": f'attachment; filename="{sheet.name}.{form}"', "X-Accel-Buffering": "no"}
    content = as_csv(sheet) if form == "csv" else as_xlsx(sheet)
    return StreamingResponse(content, media_type=TYPES[form], headers=headers)
