//! Makes the page's two WebAssembly files and their script from what the linker made.
//!
//! The module is split before wasm-bindgen sees it, at the function that is marked in `src/main.rs`. Trunk cannot do
//! that between its own steps.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use crate::files::replace_once;
use crate::minify::minified;

/// The module from which the first part imports the function that loads the deferred one; see `load_deferred.js`.
const LINK: &str = "./__wasm_split.js";

/// Defines `LOAD_DEFERRED`, which the first part calls to have the deferred one loaded. Its own name for it has the name of
/// the split in it.
const LOAD_DEFERRED: &str = include_str!("load_deferred.js");

/// The arguments with which wasm-opt treats each part, in two rounds. The features are the ones that the compiler uses without being asked to.
const WASM_OPT: [&str; 15] = [
    "-Oz",
    "-Oz",
    "--inline-functions-with-loops",
    "-ocimfs",
    "30",
    // The lowest kilobyte is the far end of the stack.
    "--low-memory-unused",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub(crate) struct PageModule {
    /// Calls `startPage` (`src/start.js`) with what starts the first part.
    pub(crate) script: String,
    pub(crate) first: Vec<u8>,
    pub(crate) deferred: Vec<u8>,
}

/// Splits what the linker made, and makes both parts fit for a browser. What comes between goes into `work`.
pub(crate) fn make(linked: &Path, work: &Path) -> Result<PageModule, Box<dyn Error>> {
    if work.exists() {
        fs::remove_dir_all(work)?;
    }
    fs::create_dir_all(work)?;
    let linked = fs::read(linked)?;
    let whole = work.join("first.wasm");
    let mut options = Options::new(&linked);
    options.output_dir = work;
    options.main_out_path = &whole;
    options.link_name = LINK;
    let parts = wasm_split_cli_support::transform(options)?;
    let [deferred] = &parts.split_modules[..] else {
        let count = parts.split_modules.len();
        return Err(
            format!("the page was split into {count} files besides the first, not 1").into(),
        );
    };

    let mut bound = Bindgen::new()
        .input_path(&whole)
        .out_name("page")
        .web(true)?
        .keep_lld_exports(true)
        .omit_default_module_path(true)
        .typescript(false)
        .generate_output()?;
    let names = shorten_imports(bound.wasm_mut());
    let imports = bound.wasm_mut().imports.iter();
    let loader = imports.filter(|import| import.module == LINK);
    let loader: Vec<_> = loader.map(|import| import.name.clone()).collect();
    let [loader] = &loader[..] else {
        return Err(format!("the first part imports {loader:?} to load others, not 1").into());
    };
    let script = script(bound.js(), loader, &names)?;
    let first = work.join("first_bound.wasm");
    fs::write(&first, bound.wasm_mut().emit_wasm())?;

    Ok(PageModule {
        script,
        first: optimized(&first)?,
        deferred: optimized(deferred)?,
    })
}

/// Gives what the module imports from its script short names, and tells the long ones with them.
fn shorten_imports(module: &mut Module) -> Vec<(String, String)> {
    let imports = module.imports.iter_mut();
    imports
        .filter(|import| import.name.starts_with("__wb"))
        .enumerate()
        .map(|(number, import)| {
            let short = short_name(number);
            (std::mem::replace(&mut import.name, short.clone()), short)
        })
        .collect()
}

/// `a` to `z`, `aa`, `ba` and so on.
fn short_name(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.extend(char::from_digit((number % 26) as u32 + 10, 36));
        number /= 26;
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

/// The script that wasm-bindgen wrote as a module, as one that can stand in a page as it is.
///
/// The script ends by handing `src/start.js` two functions: the one that starts the page, and the one that the page exports, which
/// fetches the deferred part (whatever `src/main.rs` calls it).
fn script(
    module: &str,
    loader: &str,
    names: &[(String, String)],
) -> Result<String, Box<dyn Error>> {
    let load = replace_once(LOAD_DEFERRED, "LOAD_DEFERRED", loader)?;
    let import = format!("import * as import1 from \"{LINK}\"");
    let script = replace_once(module, &import, &load)?;
    let exported = exported_functions(&script);
    let [fetch] = &exported[..] else {
        return Err(format!("the page exports the functions {exported:?}, not 1").into());
    };
    let script = replace_once(
        &script,
        "export { initSync, __wbg_init as default };",
        &format!("startPage({{ start: __wbg_init, fetchDeferred: {fetch} }});"),
    )?;
    let mut script = script.replace("\nexport ", "\n");
    for (long, short) in names {
        script = replace_once(&script, &format!("{long}:"), &format!("{short}:"))?;
    }
    minified(&format!("(() => {{\n\"use strict\";\n{script}\n}})();\n"))
}

/// The names of the functions that a module exports where it defines them.
///
/// ```text
/// export function fetchDeferred() { … }
/// ```
fn exported_functions(module: &str) -> Vec<String> {
    let lines = module.lines();
    let exported = lines.filter_map(|line| line.strip_prefix("export function "));
    exported
        .filter_map(|rest| Some(rest.split_once('(')?.0.to_owned()))
        .collect()
}

/// Returns the module in this file as wasm-opt makes it smaller, and leaves that beside the file.
pub(crate) fn optimized(file: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let output = file.with_extension("optimized.wasm");
    let wasm_opt = wasm_opt()?;
    // It warns of names that it does not know, and then takes all of them out.
    let run = Command::new(&wasm_opt)
        .args(WASM_OPT)
        .arg("--output")
        .args([&output, file])
        .output()
        .map_err(|error| format!("{}: {error}", wasm_opt.display()))?;
    match run.status.success() {
        true => Ok(fs::read(output)?),
        false => {
            let said = String::from_utf8_lossy(&run.stderr);
            Err(format!("wasm-opt ended with {}: {said}", run.status).into())
        }
    }
}

/// Where wasm-opt is: on `PATH`, or where Trunk keeps what it has fetched.
fn wasm_opt() -> Result<PathBuf, Box<dyn Error>> {
    let name = format!("wasm-opt{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).map(|folder| folder.join(&name));
    let home = env::home_dir().unwrap_or_default();
    let caches = [
        env::var_os("XDG_CACHE_HOME").map(|cache| PathBuf::from(cache).join("trunk")),
        Some(home.join(".cache/trunk")),
        Some(home.join("Library/Caches/dev.trunkrs.trunk")),
    ];
    let fetched = caches.into_iter().flatten().flat_map(|cache| {
        let versions = fs::read_dir(cache).into_iter().flatten().flatten();
        versions
            .map(|version| version.path())
            .filter(|folder| {
                let name = folder.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with("wasm-opt-")
            })
            .map(|folder| folder.join("bin").join("wasm-opt"))
            .collect::<Vec<_>>()
    });
    on_path
        .chain(fetched)
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| {
            "there is no wasm-opt, neither on PATH nor among what Trunk has fetched".into()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "import * as import1 from \"./__wasm_split.js\"\n\
                          const imports = { __wb_long: 1, it: import1 };\n\
                          export function fetchRest() { wasm.fetchRest(imports); }\n\
                          function __wbg_init() {}\n\
                          export { initSync, __wbg_init as default };\n";

    #[test]
    fn the_script_hands_over_what_starts_the_page_and_what_it_exports() {
        let names = [("__wb_long".to_owned(), "b".to_owned())];
        let script = script(MODULE, "__wasm_split_load_rest", &names).unwrap();
        let fetch = "fetchDeferred:";
        let name = &script[script.find(fetch).unwrap() + fetch.len()..][..1];
        let fetches = format!("function {name}(){{wasm.fetchRest(");
        assert!(script.contains(&fetches), "{script}");
        assert!(script.contains("__wasm_split_load_rest("), "{script}");
        for gone in ["export", "import *", "LOAD_DEFERRED", "__wb_long"] {
            assert!(!script.contains(gone), "{gone}: {script}");
        }
    }

    #[test]
    fn a_second_function_that_the_page_exports_is_not_guessed_about() {
        let module = format!("export function another() {{}}\n{MODULE}");
        assert!(script(&module, "__wasm_split_load_rest", &[]).is_err());
    }

    #[test]
    fn each_number_has_a_name_of_its_own() {
        assert_eq!([0, 25, 26, 27].map(short_name), ["a", "z", "aa", "ba"]);
        let mut names: Vec<String> = (0..2000).map(short_name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 2000);
    }
}
