"""An event as it is sent: `{id, object, created_at, type, data}`, with the same bytes on each try."""

import json

from mutoscope.ports import Row


def event_body(delivery: Row) -> bytes:
    event = {
        "id": delivery["event_id"],
        "object": "event",
        "created_at": int(delivery["event_at"].timestamp()),
        "type": delivery["event_type"],
        "data": delivery["data"],
    }
    return json.dumps(event, ensure_ascii=False, sort_keys=True).encode()
