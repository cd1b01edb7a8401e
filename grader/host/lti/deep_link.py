"""Deep linking: staff of an LMS choose exercises here, and the LMS makes an assignment of each, with its line item."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from grader.host.fetch import check_address, host_of
from grader.host.lti.adapter import registration_of
from grader.host.lti.platforms import hosts_of
from grader.host.lti.refused import LaunchError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grader.course.model import Course
    from grader.host.keys import Key
    from grader.host.lti.claims import Launch
    from grader.store import Store

__all__ = ["Answer", "Choice", "answer_choice", "begin_choice", "find_choice"]

CHOICE = timedelta(hours=1)
_KEPT = ("deep_link_return_url", "accept_multiple", "data")


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that somebody was asked to make."""

    state: str
    platform: int
    deployment: str
    course: str
    user: int
    settings: dict[str, Any]

    @property
    def many(self) -> bool:
        """May they choose more than one? LMSes spell it as text too."""
        return self.settings.get("accept_multiple") in (True, "true")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a form with one field, `JWT`, to be posted to `url`."""

    url: str
    jwt: str


def begin_choice(store: Store, launch: Launch, course: str, user: int, now: datetime) -> str:
    """Keep what the LMS asked; the state under which the choice goes on.

    Raises:
        LaunchError: only who teaches may choose, or the answer would go to a host that nobody named.
    """
    if launch.role not in ("instructor", "assistant"):
        raise LaunchError("lti_only_staff")
    url = launch.deep_linking.get("deep_link_return_url")
    try:
        is_known = isinstance(url, str) and host_of(check_address(url)) in hosts_of(launch.platform)
    except ValueError:
        is_known = False
    if not is_known:
        raise LaunchError("lti_elsewhere", target=ascii(str(url)[:200])[1:-1])
    state = secrets.token_urlsafe(24)
    said = {key: launch.deep_linking[key] for key in _KEPT if key in launch.deep_linking}
    data = {"kind": "choice", "deployment": launch.deployment, "course": course, "user": user, "settings": said}
    store.lti.begin(state, launch.platform.id, data, now + CHOICE)
    return state


def find_choice(store: Store, state: str, user: int, now: datetime) -> Choice | None:
    """The choice of this state, if this user was asked to make it."""
    pending = store.lti.peek(state, now)
    if pending is None or pending.platform is None or pending.data.get("kind") != "choice":
        return None
    data = pending.data
    if data["user"] != user:
        return None
    return Choice(state, pending.platform, data["deployment"], data["course"], user, data["settings"])


def answer_choice(
    store: Store,
    choice: Choice,
    course: Course,
    slugs: Sequence[str],
    language: str,
    *,
    url: str,
    key: Key,
    now: datetime,
) -> Answer:
    """Tell the LMS which exercises were chosen; `url` is this server's. A choice is answered once.

    Raises:
        UsageError: there is no such exercise.
        LaunchError: it was answered, or the platform is gone.
    """
    exercises = [course.exercise(slug) for slug in (slugs if choice.many else slugs[:1])]
    platform = store.lti.platform(choice.platform)
    if platform is None or store.lti.take(choice.state, now) is None:
        raise LaunchError("lti_state")
    resources = []
    for exercise in exercises:
        title = exercise.title(language)
        item = LineItem().set_label(title).set_tag("grade").set_resource_id(f"{course.id}/{exercise.slug}")
        if exercise.points > 0:
            item.set_score_maximum(exercise.points)
        resource = DeepLinkResource().set_title(title).set_url(f"{url}/lti/launch")
        resource.set_custom_params({"course": course.id, "exercise": exercise.slug})
        resources.append(resource.set_lineitem(item) if exercise.points > 0 else resource)
    settings: Any = choice.settings
    link = DeepLink(registration_of(platform, key), choice.deployment, settings)
    message = link.get_message_jwt(resources)
    if "data" not in settings:  # pylti1p3 sends null, which is neither what was given nor nothing
        del message["https://purl.imsglobal.org/spec/lti-dl/claim/data"]
    return Answer(settings["deep_link_return_url"], str(link.encode_jwt(message)))  # type: ignore[no-untyped-call]
