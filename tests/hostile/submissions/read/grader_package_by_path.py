# Must not happen: it can load the grader's modules by their path.
import importlib.util, sys

def attack(arena):
    sys.path.insert(0, arena["repository"])
    spec = importlib.util.spec_from_file_location("errors", arena["repository"] + "/grader/errors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return "PWNED " + module.__doc__
