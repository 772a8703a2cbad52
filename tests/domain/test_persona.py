from evalsuite.domain.persona import BASE, BUILT_IN, Limits, Persona, described, persona_for


def test_a_cohort_without_a_persona_gets_the_base():
    assert persona_for({BASE: Persona(), "vip": Persona(name="vip")}, "press") == Persona()


def test_without_a_file_the_built_in_personas_hold():
    assert persona_for(None, "enterprise") is BUILT_IN["enterprise"]
    assert persona_for(None, None) is BUILT_IN[BASE]


def test_the_prompt_is_told_what_replies_are_held_to():
    persona = Persona(
        style="Brief.",
        register="formal",
        contractions=False,
        limits=Limits(exclamation_marks=0, emoji=2, words=80, questions=1),
        banned=("no worries", "/super \\w+/"),
        escalation=("your account manager",),
        guidelines=("Name the order first.",),
    )

    assert described(persona).splitlines() == [
        "- Brief.",
        "- Formal: no slang, no small talk.",
        "- Apologize only where something went wrong, and only once in a reply.",
        "- No exclamation marks.",
        "- At most 2 emoji in a reply.",
        "- At most 80 words in a reply.",
        "- Break paragraphs longer than 90 words, or make them a list.",
        "- Ask at most 1 question in a reply.",
        "- No contractions: write “do not” for “don't”.",
        "- Never say: no worries.",
        "- When you hand over, name one of: your account manager.",
        "- Name the order first.",
    ]
