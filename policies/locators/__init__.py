"""The one grammar of citations: a value, its parser, its canonical form and its order.

Canonical forms (what `str` gives and `parse` reads back unchanged):

- EU acts: `art 6(2)(a)(i)`, `art 6(2) subpara 2`, `art 5b(9) sentence 2`, `recital 12`, `annex I point 2(a)`,
  `chapter III section 2`
- Swedish statutes: `6 kap. 37 a §`, `13 § 2 st 3 p a`, `13 § 1 st 2 men`, `transitional 2023:254 point 2`
- guidance, tables and municipal documents: pairs of word and number, `section 2.1 para 3 item 2`, `principle 4`,
  `table 1 row 7`, `§ 45 beslut 2`
- with the instrument in front: `32018R1724 art 6(2)(a)`, `SFS 2018:1937 13 § 2 st`, `SFS 2018:1937`
"""

from policies.locators.citations import parse, parse_all
from policies.locators.identifiers import identifier
from policies.locators.locator import Locator, LocatorError, Part, contains

__all__ = ["Locator", "LocatorError", "Part", "contains", "identifier", "parse", "parse_all"]
