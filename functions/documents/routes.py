"""The interface of the requirement documents, so that a front end that was written against them works.

It is the same studio in another dress: the envelope `{success, data, message}`, camelCase, their four statuses.
"""

from functions.documents.auth import router as auth
from functions.documents.batches import router as batches
from functions.documents.jobs import router as jobs
from functions.documents.orders import router as orders
from functions.documents.videos import router as videos
from mutoscope.adapters.http.routes import Router

router = Router(auth, orders, jobs, videos, batches)
