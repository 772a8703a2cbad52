"""Results as promptfoo writes them, as short as they are read."""

import json


def row(question, *, test, success=True, provider="openai:chat:small", label="", prompt=0, asserts=None, **fields):
    """One result; `asserts` are outcomes by assertion type, or by metric where the name has a capital."""
    named = asserts if asserts is not None else {"contains": success}
    return {
        "promptIdx": prompt,
        "testIdx": test,
        "testCase": {
            "vars": {"question": question},
            "assert": [{"type": "contains"}],
            "metadata": {"topic": "refunds"},
        },
        "promptId": "p",
        "provider": {"id": provider, "label": label},
        "prompt": {"raw": "{{question}}", "label": f"prompt {prompt}"},
        "vars": {"question": question, "sessionId": f"s{test}"},
        "response": {"output": "Your parcel is on its way.", "tokenUsage": {"total": 30}},
        "success": success,
        "failureReason": 0 if success else 1,
        "score": float(success),
        "latencyMs": 1500,
        "cost": 0.002,
        "tokenUsage": {"prompt": 20, "completion": 10, "total": 30},
        "namedScores": {},
        "gradingResult": {
            "pass": success,
            "score": float(success),
            "reason": "",
            "componentResults": [
                {"pass": one, "score": float(one), "reason": "", "assertion": _assertion(name)}
                for name, one in named.items()
            ],
        },
        **fields,
    }


def results(*rows):
    """A whole file of version 3."""
    summary = {"version": 3, "timestamp": "2026-11-02T10:00:00Z", "prompts": [], "results": list(rows), "stats": {}}
    return json.dumps({"evalId": "eval-1", "results": summary, "config": {}, "shareableUrl": None})


def _assertion(name):
    kind = {"type": "llm-rubric", "metric": name} if name[0].isupper() else {"type": name}
    return {**kind, "value": "parcel"}
