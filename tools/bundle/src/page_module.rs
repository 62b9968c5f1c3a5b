//! Makes the page's two WebAssembly files and their script from what the linker made.
//!
//! The module is split before wasm-bindgen sees it, at the function that is marked in `src/main.rs`. Trunk cannot do
//! that between its own steps.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use crate::files::replace_once;
use crate::minify::minified;

/// What the first part imports the function from that loads the later one; see `load_later.js`.
const LINK: &str = "./__wasm_split.js";

/// Defines `__wasm_split_load_later`, which the first part calls to have the later one loaded.
const LOAD_LATER: &str = include_str!("load_later.js");

/// How wasm-opt treats each part, in two rounds. The features are the ones that the compiler uses without being asked to.
const WASM_OPT: [&str; 15] = [
    "-Oz",
    "-Oz",
    "--inline-functions-with-loops",
    "-ocimfs",
    "10",
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
    pub(crate) later: Vec<u8>,
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
    let [later] = &parts.split_modules[..] else {
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
    let script = script(bound.js(), &names)?;
    let first = work.join("first_bound.wasm");
    fs::write(&first, bound.wasm_mut().emit_wasm())?;

    Ok(PageModule {
        script,
        first: optimized(&first)?,
        later: by_size(&optimized(later)?)?,
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
fn script(module: &str, names: &[(String, String)]) -> Result<String, Box<dyn Error>> {
    let import = format!("import * as import1 from \"{LINK}\"");
    let script = replace_once(module, &import, LOAD_LATER)?;
    let script = replace_once(
        &script,
        "export { initSync, __wbg_init as default };",
        "startPage({ start: __wbg_init, fetchLater });",
    )?;
    let mut script = script.replace("\nexport ", "\n");
    for (long, short) in names {
        script = replace_once(&script, &format!("{long}:"), &format!("{short}:"))?;
    }
    minified(&format!("{{\n\"use strict\";\n{script}\n}}\n"))
}

fn optimized(file: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
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

/// The same module with its functions in the order of their sizes, as wasm-bindgen has left those of the first part:
/// functions that were made from the same generic one are about as large, and what is alike compresses best side by side.
fn by_size(module: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut config = ModuleConfig::new();
    // That is how walrus writes a module.
    let mut module = config.generate_producers_section(false).parse(module)?;
    Ok(module.emit_wasm())
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

    #[test]
    fn each_number_has_a_name_of_its_own() {
        assert_eq!([0, 25, 26, 27].map(short_name), ["a", "z", "aa", "ba"]);
        let mut names: Vec<String> = (0..2000).map(short_name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 2000);
    }
}
