//! Dependencies point down: every file of `src/`, whatever it names, and no circles.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, Meta, UseTree, Visibility};

/// The rooms from the bottom up, each with those it may name.
const ROOMS: [(&str, &[&str]); 15] = [
    ("allocator", &[]),
    ("sensitive", &[]),
    ("shared_text", &["sensitive"]),
    ("timestamp", &[]),
    ("edit", &[]),
    ("trakt", &["sensitive", "shared_text", "timestamp"]),
    ("export", &["sensitive", "edit", "trakt"]),
    (
        "kometa",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "edit",
            "trakt",
            "export",
        ],
    ),
    (
        "sign_in",
        &["sensitive", "shared_text", "timestamp", "trakt", "kometa"],
    ),
    (
        "browser",
        &["sensitive", "shared_text", "timestamp", "trakt", "kometa"],
    ),
    (
        "text",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "trakt",
            "export",
            "kometa",
            "sign_in",
        ],
    ),
    (
        "page",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "trakt",
            "export",
            "kometa",
            "sign_in",
            "text",
        ],
    ),
    (
        "view",
        &[
            "shared_text",
            "trakt",
            "export",
            "kometa",
            "sign_in",
            "text",
            "page",
        ],
    ),
    (
        "shell",
        &[
            "sensitive",
            "shared_text",
            "timestamp",
            "trakt",
            "kometa",
            "sign_in",
            "browser",
            "page",
            "view",
        ],
    ),
    ("lib", &[]),
];

/// The rooms that know of no browser, no clock and no HTML.
const PURE: [&str; 10] = [
    "sensitive",
    "shared_text",
    "timestamp",
    "edit",
    "trakt",
    "export",
    "kometa",
    "sign_in",
    "text",
    "page",
];

/// Names that no pure room may use.
const IMPURE: [&str; 8] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "yew",
    "gloo",
    "rand",
    "SystemTime",
    "Instant",
];

/// A module's path below the crate, as in `["trakt", "input"]`.
type Module = Vec<String>;

struct File {
    path: PathBuf,
    /// The paths that the file names, from the crate on.
    named: BTreeSet<Module>,
    /// The names that the file hands on from elsewhere, with where they come from.
    handed_on: BTreeMap<String, Module>,
    /// The segments of all paths in the file.
    segments: BTreeSet<String>,
    /// The modules in files of their own that are built for tests alone.
    for_tests: Vec<Module>,
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn module_of(path: &Path) -> Module {
    let path = path.strip_prefix(src()).unwrap().with_extension("");
    let mut module: Module = path
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list
            .tokens
            .to_string()
            .split_whitespace()
            .any(|t| t == "test"),
        _ => false,
    })
}

/// Reads the paths of one file.
struct Reader {
    module: Module,
    file: File,
}

impl Reader {
    /// The path from the crate on, if it begins in it.
    fn path_in_crate(&self, path: &[String]) -> Option<Module> {
        let mut base = match path.first()?.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => self.module[..self.module.len().checked_sub(1)?].to_vec(),
            _ => return None,
        };
        let mut rest = &path[1..];
        while rest.first().is_some_and(|first| first == "super") {
            base.pop()?;
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &[String], hands_on: bool) {
        let with = |name: String| [prefix, &[name]].concat();
        match tree {
            UseTree::Path(path) => {
                let prefix = with(path.ident.to_string());
                self.use_tree(&path.tree, &prefix, hands_on);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, prefix, hands_on);
                }
            }
            UseTree::Name(name) => self.used(with(name.ident.to_string()), None, hands_on),
            UseTree::Rename(rename) => {
                let shown = rename.rename.to_string();
                self.used(with(rename.ident.to_string()), Some(shown), hands_on);
            }
            UseTree::Glob(_) => self.used(prefix.to_vec(), None, hands_on),
        }
    }

    fn used(&mut self, mut path: Vec<String>, shown: Option<String>, hands_on: bool) {
        self.file.segments.extend(path.iter().cloned());
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        // A name that is handed on is often given from a module of one's own: `pub use keys::BlockKey`.
        let from_crate = self
            .path_in_crate(&path)
            .or_else(|| hands_on.then(|| [self.module.clone(), path.clone()].concat()));
        let Some(from_crate) = from_crate else { return };
        match hands_on {
            true => {
                let shown = shown.unwrap_or_else(|| path.last().unwrap().clone());
                self.file.handed_on.insert(shown, from_crate);
            }
            false => {
                self.file.named.insert(from_crate);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        } else if item.content.is_none() {
            let module = [self.module.clone(), vec![item.ident.to_string()]].concat();
            self.file.for_tests.push(module);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let hands_on = !matches!(item.vis, Visibility::Inherited);
        self.use_tree(&item.tree, &[], hands_on);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.file.segments.extend(segments.iter().cloned());
        if let Some(from_crate) = self.path_in_crate(&segments) {
            self.file.named.insert(from_crate);
        }
        visit::visit_path(self, path);
    }
}

fn files() -> BTreeMap<Module, File> {
    let mut files = BTreeMap::new();
    for path in rust_files(&src()) {
        if path.ends_with("main.rs") || path.iter().any(|part| part == "bin") {
            continue;
        }
        let module = module_of(&path);
        let source = fs::read_to_string(&path).unwrap();
        files.insert(module.clone(), read(module, path, &source));
    }
    let for_tests: Vec<Module> = files
        .values()
        .flat_map(|file| file.for_tests.clone())
        .collect();
    files.retain(|module, _| !for_tests.contains(module));
    files
}

fn read(module: Module, path: PathBuf, source: &str) -> File {
    let mut reader = Reader {
        module,
        file: File {
            path,
            named: BTreeSet::new(),
            handed_on: BTreeMap::new(),
            segments: BTreeSet::new(),
            for_tests: Vec::new(),
        },
    };
    reader.visit_file(&syn::parse_file(source).unwrap());
    reader.file
}

/// Reads made-up files, each given as its module and its text.
fn made_up<const N: usize>(files: [(&str, &str); N]) -> BTreeMap<Module, File> {
    let module = |name: &str| name.split("::").map(str::to_owned).collect::<Module>();
    files
        .map(|(name, source)| (module(name), read(module(name), name.into(), source)))
        .into()
}

/// The file in which a path leads to what it names.
fn resolve(path: &Module, files: &BTreeMap<Module, File>) -> Option<Module> {
    let mut path = path.clone();
    // Each turn follows one name that was handed on.
    for _ in 0..8 {
        let depth = (1..=path.len())
            .rev()
            .find(|depth| files.contains_key(&path[..*depth]))?;
        let file = &files[&path[..depth]];
        match path.get(depth).and_then(|name| file.handed_on.get(name)) {
            Some(elsewhere) => {
                path = [elsewhere.clone(), path[depth + 1..].to_vec()].concat();
            }
            None => return Some(path[..depth].to_vec()),
        }
    }
    None
}

fn arrows(files: &BTreeMap<Module, File>) -> BTreeMap<Module, BTreeSet<Module>> {
    files
        .iter()
        .map(|(module, file)| {
            let named = file.named.iter().filter_map(|path| resolve(path, files));
            (
                module.clone(),
                named.filter(|named| named != module).collect(),
            )
        })
        .collect()
}

fn shown(module: &Module) -> String {
    module.join("::")
}

#[test]
fn no_room_names_one_above_it() {
    let files = files();
    let mut seen = BTreeSet::new();
    for (module, named) in arrows(&files) {
        let room = &module[0];
        seen.insert(room.clone());
        let (_, below) = ROOMS
            .iter()
            .find(|(known, _)| known == room)
            .unwrap_or_else(|| panic!("{room} is in no list of rooms"));
        for other in named {
            assert!(
                other[0] == *room || below.contains(&other[0].as_str()),
                "{} names {}",
                shown(&module),
                shown(&other)
            );
        }
    }
    for (room, _) in ROOMS {
        assert!(seen.contains(room), "there is no {room} any more");
    }
}

#[test]
fn no_files_name_one_another_in_a_circle() {
    let files = files();
    let mut arrows = arrows(&files);
    // What names nothing that is left is taken away, until nothing is left.
    while !arrows.is_empty() {
        let free: Vec<Module> = arrows
            .iter()
            .filter(|(_, named)| named.iter().all(|name| !arrows.contains_key(name)))
            .map(|(module, _)| module.clone())
            .collect();
        if free.is_empty() {
            let left: Vec<String> = arrows
                .iter()
                .map(|(module, named)| {
                    let named = named.iter().filter(|name| arrows.contains_key(*name));
                    let named: Vec<String> = named.map(shown).collect();
                    format!("{} → {}", shown(module), named.join(", "))
                })
                .collect();
            panic!("a circle among\n{}", left.join("\n"));
        }
        arrows.retain(|module, _| !free.contains(module));
    }
}

#[test]
fn pure_rooms_know_of_no_browser_no_clock_and_no_html() {
    for (module, file) in files() {
        if PURE.contains(&module[0].as_str()) {
            let impure = impure_names(&file);
            assert!(
                impure.is_empty(),
                "{} names {impure:?}",
                file.path.display()
            );
        }
    }
}

/// The impure names in a file. A name stands for the crates that are named after it, too: `gloo` for `gloo_net`.
fn impure_names(file: &File) -> Vec<&str> {
    let is_impure = |segment: &&str| {
        IMPURE.iter().any(|name| {
            segment
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        })
    };
    file.segments
        .iter()
        .map(String::as_str)
        .filter(is_impure)
        .collect()
}

#[test]
fn the_loader_names_nothing_of_the_page() {
    let loader = vec!["shell".to_owned(), "deferred".to_owned()];
    assert_eq!(arrows(&files())[&loader], BTreeSet::new());
}

#[test]
fn a_browser_or_a_clock_is_found_in_whatever_way_it_is_named() {
    for source in [
        "use web_sys::Window;",
        "use gloo_net::http::Request;",
        "fn f() { std::time::SystemTime::now(); }",
        "use std::time::{Duration, Instant};",
        "fn f(x: yew::Html) {}",
        "use rand::Rng;",
    ] {
        let files = made_up([("page::x", source)]);
        let found: Vec<_> = files.values().flat_map(impure_names).collect();
        assert_eq!(found.len(), 1, "{source}: {found:?}");
    }
    let files = made_up([("page::x", "use super::Randomness; struct Instantly;")]);
    assert!(files.values().flat_map(impure_names).next().is_none());
}

#[test]
fn whatever_a_file_names_is_found() {
    let below = ("shell::page", "pub struct Page; pub fn draw() {}");
    let hands_on = ("shell", "pub use page::Page;");
    let to_page = BTreeSet::from([vec!["shell".to_owned(), "page".to_owned()]]);
    for source in [
        "use crate::shell::page::Page;",
        "use super::page;",
        "use super::Page;",
        "fn f() { super::page::draw() }",
        "fn f(page: crate::shell::Page) {}",
        "impl X { fn f(&self) { self.x(); super::page::draw() } }",
    ] {
        let files = made_up([below, hands_on, ("shell::deferred", source)]);
        let named = &arrows(&files)[&vec!["shell".to_owned(), "deferred".to_owned()]];
        assert_eq!(*named, to_page, "{source}");
    }
    let alone =
        "impl X { fn f(&self) { self.x() } } #[cfg(test)] mod tests { use crate::shell::Page; }";
    let files = made_up([below, hands_on, ("shell::deferred", alone)]);
    let named = &arrows(&files)[&vec!["shell".to_owned(), "deferred".to_owned()]];
    assert!(named.is_empty(), "{named:?}");
}
