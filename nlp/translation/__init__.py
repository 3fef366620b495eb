"""How a requirement was translated by a local passage: a mode, modifiers and the reasons, as a suggestion to a coder.

    from nlp.translation.comparison import compare
    from nlp.translation.frames import read
    from nlp.translation.modes import Side

    frames = read([Side(text=requirement, language="sv"), Side(text=passage, language="sv")])
    translation = compare(frames[0], frames[1])

`read` takes texts through the pipeline in batches; `compare` is cheap, so that a frame read once serves many pairs.
The modes themselves are in `nlp.translation.modes`, which loads no model: tables are made of them.
"""
