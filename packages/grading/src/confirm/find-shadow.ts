import { scriptCommands } from "../runners/script-commands.ts";

/** Modules that runners import before they come to the tests. A file of such a name beside the sources would break an honest repository. */
const modules =
  "_pytest|pytest|py|pluggy|iniconfig|packaging|attrs?|exceptiongroup|tomli|pygments|colorama|nose2?|xdist|hypothesis|coverage|trial|django|assertpy|" +
  "unittest|doctest|builtins|site|sys|os|io|re|abc|argparse|array|ast|asyncio|atexit|base64|bdb|binascii|bisect|bz2|calendar|cmd|code|codecs|codeop|" +
  "collections|concurrent|configparser|contextlib|contextvars|copy|copyreg|csv|ctypes|dataclasses|datetime|decimal|difflib|dis|email|encodings|enum|errno|" +
  "faulthandler|fcntl|fnmatch|fractions|functools|gc|genericpath|getpass|gettext|glob|hashlib|heapq|hmac|html|http|importlib|inspect|io|ipaddress|itertools|json|" +
  "keyword|linecache|locale|logging|lzma|marshal|math|multiprocessing|ntpath|numbers|opcode|operator|optparse|pathlib|pdb|pickle|pkgutil|platform|posix|posixpath|" +
  "pprint|pwd|pyexpat|queue|quopri|random|readline|reprlib|runpy|select|selectors|shlex|shutil|signal|socket|ssl|stat|string|struct|subprocess|sysconfig|" +
  "tempfile|textwrap|threading|time|token|tokenize|tomllib|traceback|types|typing|unicodedata|urllib|uuid|warnings|weakref|xml|zipfile|zipimport|zlib|" +
  String.raw`_\w+|pytest_\w+`;
const moduleFile = String.raw`(?:/__init__)?\.(?:py|so|pyd|[\w-]+\.so)$`;
const rootModule = new RegExp(`^(?:tests?/)?(?:${modules})${moduleFile}`);
/** On the path of some repositories, a package of others. */
const sourceModule = new RegExp(`^(?:src|lib|spec)/(?:${modules})${moduleFile}`);

const interpreter =
  /^(?:\.?bin\/)?(?:pytest|py\.test|python[\d.]*|node|npm|npx|pnpm|yarn|jest|mocha|vitest|git|make|cc|gcc|clang|ld|as|bash|sh|dash|env|go|cargo|rustc|mvn|gradle|java|javac|ctest|cmake|prove|perl|ruby|php|bats)$/;
const tool =
  /^(?:\.?bin\/)?(?:echo|test|grep|sed|awk|cat|cut|tr|sort|uniq|wc|head|tail|diff|cmp|mktemp|basename|dirname|rm|printf|timeout|find|xargs|expr|seq|true|false|tee)$/;

/** What `make check test` asks for: a file of that name would count as made. */
function makeTargets(evalScript: string): string[] {
  return scriptCommands(evalScript)
    .filter((command) => /^g?make\b/.test(command))
    .flatMap((command) => command.split(/\s+/));
}

/** Whether a new file takes the place of a module or a program that the runner uses, and how sure that is. */
export function findShadow(path: string, evalScript: string): "runner" | "helper" | undefined {
  if (rootModule.test(path) || interpreter.test(path)) return "runner";
  const targets = makeTargets(evalScript);
  if (/^[\w.-]+$/.test(path) && targets.includes(path)) return "runner";
  // Makefiles include lists of dependencies, which can hold any rule.
  const isIncluded = targets.length > 0 && /(?:^|\/)[\w.-]*\.d(?:ep(?:end|s)?)?$/.test(path);
  return isIncluded || sourceModule.test(path) || tool.test(path) ? "helper" : undefined;
}
