"""An LMS that nobody here wrote: Open edX's LTI platform (lti-consumer-xblock) in a Django server of its own.

Run with the Python of `.venv-lti`: `python tests/lti/lms/server.py FOLDER`. It prints its address, and ends with its
stdin. What Open edX would add around the platform (who takes part in a course, where a grade goes) is stood in for
here and kept in memory; /test/* lets the tests set it up and look inside. Launches, tokens, scores, members and deep
links are the platform's own.
"""

import json
import logging
import os
import sys
import threading
import uuid
from pathlib import Path
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

BLOCK = "block-v1:school+DL1+2026+type@lti_consumer+block@slope"
GRADES: dict[str, dict[str, object]] = {}
"""What the LMS's own grade book was told, by user."""
PEOPLE = {
    1: ("teacher", "Teacher of the course", "teacher@school.example", "instructor"),
    2: ("pupil", "Pupil of the course", "pupil@school.example", "student"),
    3: ("another", "Another pupil", "another@school.example", "student"),
}
SUBS = {number: str(uuid.uuid5(uuid.NAMESPACE_DNS, person[0])) for number, person in PEOPLE.items()}


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def configure(folder, address):
    from django.conf import settings

    settings.configure(
        DEBUG=False,
        SECRET_KEY=uuid.uuid4().hex,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "lms.db")}},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.sites",
            "waffle",
            "config_models",
            "rest_framework",
            "django_filters",
            "lti_consumer",
        ],
        MIDDLEWARE=[
            "edx_django_utils.cache.middleware.RequestCacheMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        SITE_ID=1,
        USAGE_ID_PATTERN=r"(?P<usage_id>(?:i4x://?[^/]+/[^/]+/[^/]+/[^@]+(?:@[^/]+)?)|(?:[^/]+))",
        LMS_ROOT_URL=address,
        LMS_BASE=address.partition("//")[2],
        FEATURES={},
        PLATFORM_NAME="An LMS",
    )


def stand_in():
    """For the parts of Open edX that are not in this package; each is named by its `compat` module."""
    from lti_consumer.plugin import compat

    flag = SimpleNamespace(is_enabled=lambda *_: False)
    block = SimpleNamespace(
        lti_1p3_passport_id=None,
        display_name="Slope",
        context_id="course-v1:school+DL1+2026",
        weight=10,
        has_score=True,
        accept_grades_past_due=True,
        scope_ids=SimpleNamespace(usage_id=BLOCK),
        is_past_due=lambda: False,
        max_score=lambda: 10,
        set_user_module_score=lambda user, score, most, comment: GRADES.update(
            {user: {"score": score, "max": most, "comment": comment}}
        ),
    )
    for name in dir(compat):
        if name.endswith("waffle_flag"):
            setattr(compat, name, lambda: flag)
    compat.load_enough_xblock = lambda *_: block
    compat.load_block_as_user = lambda *_: block
    compat.get_user_from_external_user_id = lambda sub: next(PEOPLE[n][0] for n, known in SUBS.items() if known == sub)
    compat.get_course_members = lambda *_: {
        number: {"id": number, "username": name, "name": full, "email": email, "roles": [role]}
        for number, (name, full, email, role) in PEOPLE.items()
    }
    compat.merge_course_forum_roles = lambda *_: None
    compat.batch_get_or_create_externalids = lambda *_: {
        number: SimpleNamespace(external_user_id=sub) for number, sub in SUBS.items()
    }
    compat.user_has_studio_write_access = lambda *_: True


def views():
    from django.http import JsonResponse
    from lti_consumer import api
    from lti_consumer.data import Lti1p3LaunchData
    from lti_consumer.models import Lti1p3Passport, LtiAgsScore, LtiConfiguration, LtiDlContentItem
    from opaque_keys.edx.keys import UsageKey

    def configure_tool(request):
        said = json.loads(request.body)
        tool = said["tool"]
        passport = Lti1p3Passport.objects.create(lti_1p3_tool_keyset_url=said["jwks"])
        config = LtiConfiguration.objects.create(
            version="lti_1p3",
            config_store="CONFIG_ON_DB",
            location=UsageKey.from_string(said.get("block", BLOCK)),
            lti_1p3_passport=passport,
            lti_1p3_oidc_url=said["login"],
            lti_1p3_launch_url=tool,
            lti_1p3_redirect_uris=[tool],
            lti_advantage_enable_nrps=True,
            lti_advantage_deep_linking_enabled=True,
            lti_advantage_deep_linking_launch_url=tool,
            lti_advantage_ags_mode=said.get("ags", "declarative"),
        )
        known = api.get_lti_1p3_launch_info(
            Lti1p3LaunchData(user_id=1, user_role="instructor", config_id=config.config_id, resource_link_id=BLOCK)
        )
        return JsonResponse({"config": str(config.config_id), **known})

    def launch(request):
        said = request.GET
        number = int(said["user"])
        _, full, email, role = PEOPLE[number]
        named = said.get("named") == "yes"
        data = Lti1p3LaunchData(
            user_id=number,
            user_role=said.get("role", role),
            config_id=said["config"],
            resource_link_id=said.get("link", BLOCK),
            external_user_id=SUBS[number],
            name=full if named else None,
            email=email if named else None,
            context_id=said.get("context", "course-v1:school+DL1+2026"),
            context_type=["course_offering"],
            context_title="Deep learning",
            custom_parameters=json.loads(said.get("custom", "{}")),
        )
        deep = said.get("deep") == "yes"
        return JsonResponse({"start": api.get_lti_1p3_launch_start_url(data, deep_link_launch=deep)})

    def look(_request):
        scores = LtiAgsScore.objects.order_by("id").values(
            "user_id", "score_given", "score_maximum", "grading_progress", "activity_progress", "comment", "timestamp"
        )
        return JsonResponse(
            {
                "scores": list(scores),
                "grades": GRADES,
                "items": [item.attributes for item in LtiDlContentItem.objects.order_by("id")],
                "subs": {PEOPLE[number][0]: sub for number, sub in SUBS.items()},
            }
        )

    return configure_tool, launch, look


def main():
    folder = Path(sys.argv[1])
    server = make_server("127.0.0.1", 0, None, Server, Silent)
    configure(folder, f"http://127.0.0.1:{server.server_port}")
    stand_in()

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    call_command("migrate", verbosity=0)
    configure_tool, launch, look = views()
    urlpatterns.extend(
        [
            path("api/", include("lti_consumer.plugin.urls")),
            path("test/tool", configure_tool),
            path("test/launch", launch),
            path("test/look", look),
        ]
    )
    server.set_app(get_wsgi_application())
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


urlpatterns: list[object] = []

if __name__ == "__main__":
    main()
