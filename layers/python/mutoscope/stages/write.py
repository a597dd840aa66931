"""The write stage: from a topic, a text or a page to a script; a script that was given passes through."""

from mutoscope.documents.front_matter import part_front_matter
from mutoscope.engines import registry
from mutoscope.engines.tasks import WriteRequest
from mutoscope.films.legible import require_legible, settable, settable_script
from mutoscope.films.pace import narration_seconds
from mutoscope.stages.contracts.write import WriteFacts, WriteInputs
from mutoscope.stages.stage import Bench


def run(inputs: WriteInputs, bench: Bench) -> WriteFacts:
    if inputs.given is not None:
        return WriteFacts(script=inputs.given)
    text, title = inputs.text, inputs.title
    if inputs.source_url is not None:
        # Imported here: the readers of pages and PDFs are 25 MiB that a worker needs for nothing else.
        from mutoscope.documents.fetch import fetch_page

        page = fetch_page(inputs.source_url)
        text, title = page.text, title or settable(page.title or "")
    elif text is not None:
        parted = part_front_matter(text)
        text, title = parted.text, title or settable(parted.title or "")
    request = WriteRequest(
        topic=inputs.topic,
        text=text,
        title=title or None,
        language=inputs.language,
        seconds=narration_seconds(inputs.seconds, inputs.pace),
        seed=inputs.seed,
    )
    script = settable_script(registry.writer(bench.own_settings(), keep=False).write(request))
    require_legible(script)
    return WriteFacts(script=script)
