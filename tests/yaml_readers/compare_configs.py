"""Reads pairs of config.yml before and after the trakt block was brought up to date, as JSON objects line by line,
and tells for each whether ruamel.yaml and PyYAML see every other key unchanged and the new values in place. Of a file
without an "after" it tells whether Kometa would load it."""

import functools
import io
import json
import re
import sys
import warnings

import ruamel.yaml
import yaml

WANTED = {
    "client_id": "newid",
    "client_secret": "newsecret",
    "authorization": {
        "access_token": "newaccess",
        "token_type": "bearer",
        "expires_in": 7776000,
        "refresh_token": "newrefresh",
        "scope": "public",
        "created_at": 1760000000,
    },
}
KNOWN = ("client_id", "client_secret", "pin", "force_refresh", "authorization")


def kometas_yaml():
    """As Kometa sets it up."""
    reader = ruamel.yaml.YAML()
    reader.width = 100000
    reader.indent(mapping=2, sequence=2)
    return reader


@functools.lru_cache(maxsize=16)
def round_trip(text):
    return kometas_yaml().load(text)


def is_kept_by_kometa(text):
    """Whether the file is the same to Kometa once Kometa has written it back, as it does with every new token."""
    loaded = round_trip(text)
    written = io.StringIO()
    try:
        kometas_yaml().dump(loaded, written)
        return shape(round_trip(written.getvalue())) == shape(loaded)
    except Exception:
        return False


def safe(text):
    return ruamel.yaml.YAML(typ="safe", pure=True).load(text)


class EveryTag(yaml.SafeLoader):
    """PyYAML's safe loader, with Kometa's users' own tags as (tag, value)."""


def construct_any(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return (node.tag, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return (node.tag, loader.construct_sequence(node, deep=True))
    return (node.tag, loader.construct_mapping(node, deep=True))


EveryTag.add_multi_constructor("!", construct_any)


def pyyaml(text):
    return yaml.load(text, EveryTag)


def shape(value, above=()):
    """The value with its types, order and tags, comparable with ==."""
    if id(value) in above:
        return ("recursion", above.index(id(value)))
    tag = getattr(value, "tag", None)
    tag = str(getattr(tag, "value", None) or tag)
    inside = above + (id(value),)
    if isinstance(value, dict):
        merged = [shape(m, inside) for m in getattr(value, "merge", None) or []]
        pairs = [(shape(k, inside), shape(v, inside)) for k, v in value.items()]
        return ("mapping", tag, pairs, merged)
    if isinstance(value, (list, tuple)):
        return ("sequence", tag, [shape(v, inside) for v in value])
    if isinstance(value, (set, frozenset)) or hasattr(value, "odict"):
        return ("set", tag, [shape(v, inside) for v in value])
    if isinstance(value, ruamel.yaml.comments.TaggedScalar):
        return ("tagged", tag, str(value.value))
    kind = next(
        (k.__name__ for k in (bool, int, float, str, bytes) if isinstance(value, k)),
        type(value).__name__,
    )
    return (kind, tag if kind == "tagged" else "", repr(value) if kind == "float" else str(value))


def entries(value):
    return list(value.items()) if isinstance(value, dict) else []


def get(value, key):
    return value.get(key) if isinstance(value, dict) else None


def own(mapping, known):
    return [(shape(k), shape(v)) for k, v in entries(mapping) if k not in known]


def difference(before, after, placeholders):
    """What is not as it should be, or None."""
    if not isinstance(after, dict):
        return "the file is no mapping"
    if before is not None and not isinstance(before, dict):
        return "the file was no mapping"
    if own(before, ("trakt",)) != own(after, ("trakt",)):
        return "another key differs"
    old, new = get(before, "trakt"), get(after, "trakt")
    if not isinstance(new, dict):
        return "trakt is no mapping"
    if own(old, KNOWN) != own(new, KNOWN):
        return "an own key of the block differs"
    for key in ("client_id", "client_secret"):
        wanted = get(old, key) if key in placeholders else WANTED[key]
        if shape(new.get(key)) != shape(wanted):
            return f"{key} differs"
    if "pin" not in new or new["pin"] not in (None, ""):
        return "pin is not empty"
    had_force = isinstance(old, dict) and "force_refresh" in old
    force = old["force_refresh"] if had_force else False
    if "force_refresh" not in new or shape(new["force_refresh"]) != shape(force):
        return "force_refresh differs"
    authorization = new.get("authorization")
    known = WANTED["authorization"]
    if not isinstance(authorization, dict):
        return "authorization is no mapping"
    if own(get(old, "authorization"), known) != own(authorization, known):
        return "an own key of authorization differs"
    for key, wanted in known.items():
        if shape(authorization.get(key)) != shape(wanted):
            return f"{key} differs"
    return None


def is_section(value):
    return value is None or isinstance(value, (dict, list, set))


def kept_placeholders(section):
    return [
        key
        for key in ("client_id", "client_secret")
        if isinstance(get(section, key), str) and re.fullmatch(r"\s*<<[^<>\n]+>>\s*", section[key])
    ]


def block_difference(before, block):
    """What is not as it should be in the block that was made of a pasted text, or None."""
    try:
        loaded = round_trip(block)
    except ruamel.yaml.composer.ComposerError as error:
        # The anchor stands in another section.
        return None if "undefined alias" in str(error) else f"the block is unreadable: {error}"
    except Exception as error:
        return f"the block is unreadable: {error}"
    if not isinstance(loaded, dict) or list(loaded) != ["trakt"]:
        return "the block is not trakt alone"
    # The block ends with a line end, which a block scalar at the end of the text may not have had; where the text's last
    # line has only spaces, a line end would have been one more line of the scalar.
    texts = dict.fromkeys((before.removesuffix("\n") + "\n", before))
    read = [sections for text in texts if (sections := sections_of(text)) is not None]
    # Of what was pasted without its first indent, only the new values can be compared.
    sections = [section for each in read for section in each] or [loaded["trakt"]]
    found = [difference({"trakt": it}, loaded, kept_placeholders(it)) for it in sections]
    return None if None in found else found[0]


def sections_of(text):
    """What may have been the block in the text, or None if the text cannot be read."""
    try:
        old = round_trip(text)
    except Exception:
        return None
    if isinstance(old, dict) and "trakt" in old:
        return [old["trakt"]]
    # At the root, nothing that may be another section comes along; or the block is a new one.
    may_be_own = {k: v for k, v in entries(old) if k in KNOWN or not is_section(v)}
    return [may_be_own, None]


def leaked_comment(before, block):
    """A comment at the left edge below the block's last value, or None: it belongs to the next section."""
    last = block.rstrip("\n").rsplit("\n", 1)[-1]
    return last if last.startswith("#") else None


def verdict(load, before, after, placeholders):
    """The verdict, and what the loader says of the original if it does not load it."""
    try:
        loaded_before = load(before)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        try:
            load(after)
        except Exception as later:
            if type(later) is type(error):
                return "unreadable before", reason
            return f"another error: {later}", None
        # What it did not read has been replaced.
        return "readable only after", reason
    try:
        loaded_after = load(after)
    except Exception as error:
        return f"unreadable after: {error}", None
    return difference(loaded_before, loaded_after, placeholders) or "same", None


def kind_of(text):
    """What Kometa makes of a file that was refused."""
    try:
        loaded = round_trip(text)
    except Exception as error:
        return "unreadable", f"{type(error).__name__}: {error}"
    return ("readable" if loaded is None or isinstance(loaded, dict) else "no mapping"), None


def main():
    warnings.simplefilter("ignore")
    only_round_trip = "--only-round-trip" in sys.argv
    for line in sys.stdin.buffer:
        request = json.loads(line)
        before, after = (
            text and text.replace("\r\n", "\n").replace("\r", "\n")
            for text in (request["before"], request["after"])
        )
        answer = {"safe": "not asked", "pyyaml": "not asked", "block": "not asked"}
        if request.get("block") is not None:
            block = request["block"]
            found = block_difference(before, block) or leaked_comment(before, block)
            answer["block"] = found or "same"
        if after is None:
            answer["round_trip"], answer["error"] = kind_of(before)
            print(json.dumps(answer))
            continue
        pair = (before, after, request["placeholders"])
        answer["round_trip"], answer["error"] = verdict(round_trip, *pair)
        asks_to_write = "--write-back" in sys.argv and answer["round_trip"] == "same"
        if asks_to_write and is_kept_by_kometa(before) and not is_kept_by_kometa(after):
            answer["round_trip"] = "Kometa does not write it back"
        if not only_round_trip:
            answer["safe"], _ = verdict(safe, *pair)
            answer["pyyaml"], _ = verdict(pyyaml, *pair)
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
