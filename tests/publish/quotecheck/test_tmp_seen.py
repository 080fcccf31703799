import importlib.util, sys, os
from pathlib import Path
import pytest

spec = importlib.util.spec_from_file_location(
    "tmos", Path(__file__).with_name("test_mutations_of_stories.py")
)
m = importlib.util.module_from_spec(spec)
sys.modules["tmos"] = m
spec.loader.exec_module(m)
checked = m.checked
corrected = m.corrected


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_seen(checked, corrected, language):
    seen, missed = m.figures(os.environ.get("WHICH", "seen"), language, checked, corrected)
    print({c: tuple(v) for c, v in sorted(seen.items())})
    for one in missed:
        print("MISS", one)
