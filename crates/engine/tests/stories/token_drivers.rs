//! «Драйверы токенов»: what is no driver is refused with its reason, and the drivers that work go on working.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use engine::ports::{KeyPlace, SigningKeys};
use engine::{Engine, OpenOptions, Ports};
use signature::Error as Cause;

use crate::world::World;

/// Keys of a computer that remember which modules they were told of, and find what they are told to in a new one.
#[derive(Default)]
struct Computer {
    told: Mutex<Vec<PathBuf>>,
    finds: Mutex<Option<Cause>>,
    tried: Mutex<Vec<PathBuf>>,
}

impl SigningKeys for Computer {
    fn stores(&self) -> Vec<KeyPlace> {
        Vec::new()
    }

    fn files(&self) -> Option<PathBuf> {
        None
    }

    fn use_modules(&self, modules: &[PathBuf]) {
        *self.told.lock().unwrap() = modules.to_vec();
    }

    fn try_module(&self, module: &Path) -> signature::Result<()> {
        self.tried.lock().unwrap().push(module.to_owned());
        self.finds.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

fn opened(world: &World, computer: &Arc<Computer>) -> Engine {
    let ports = Ports {
        keys: Arc::clone(computer) as Arc<dyn SigningKeys>,
        ..world.ports()
    };
    let options = OpenOptions {
        operators: world.operators,
        ..OpenOptions::default()
    };
    Engine::open_with(&world.folder(), ports, options).unwrap()
}

/// A file that could be a module.
fn library(world: &World, name: &str) -> PathBuf {
    let path = world.folder().with_file_name(name);
    std::fs::write(&path, b"a library").unwrap();
    path
}

async fn names(engine: &Engine) -> Vec<(String, bool)> {
    let modules = engine.token_modules().await.unwrap();
    modules
        .into_iter()
        .map(|module| (module.name, module.is_there))
        .collect()
}

#[tokio::test]
async fn what_is_no_driver_is_refused_with_its_reason_and_the_others_stay() {
    let world = World::new();
    let computer = Arc::new(Computer::default());
    let engine = opened(&world, &computer);
    let good = library(&world, "libgood.so");
    engine.add_token_module(good.clone()).await.unwrap();
    let bad = library(&world, "libbad.so");
    for (finds, words) in [
        (Cause::NoModule, "не загружается как библиотека PKCS#11"),
        (Cause::Crashed, "аварийно завершилась"),
        (Cause::TimedOut, "не ответил вовремя"),
    ] {
        *computer.finds.lock().unwrap() = Some(finds);
        let refused = engine.add_token_module(bad.clone()).await.unwrap_err();
        assert_eq!(refused.code().as_str(), "token_module_refused");
        let text = refused.to_string();
        assert!(text.contains(words) && text.contains("«libbad.so»"), "{text}");
        assert!(text.contains("Прежние драйверы работают"), "{text}");
        assert!(
            !text.contains(bad.parent().unwrap().to_str().unwrap()),
            "no path: {text}"
        );
    }
    let tried = computer.tried.lock().unwrap().len();
    for absent in [world.folder().with_file_name("нет такого.so"), world.folder()] {
        let refused = engine.add_token_module(absent).await.unwrap_err();
        assert!(refused.to_string().contains("это не файл"), "{refused}");
    }
    assert_eq!(
        computer.tried.lock().unwrap().len(),
        tried,
        "what is no file is not loaded"
    );
    assert_eq!(names(&engine).await, [("libgood.so".to_owned(), true)]);
    assert_eq!(*computer.told.lock().unwrap(), [good]);
}

#[tokio::test]
async fn a_driver_named_twice_is_asked_once_and_a_forgotten_one_is_asked_no_more_after_a_restart_either() {
    let world = World::new();
    let computer = Arc::new(Computer::default());
    let engine = opened(&world, &computer);
    let (first, second) = (library(&world, "libfirst.so"), library(&world, "libsecond.so"));
    for module in [&first, &second, &first] {
        engine.add_token_module(module.clone()).await.unwrap();
    }
    #[cfg(unix)]
    {
        let other_name = world.folder().with_file_name("libother.so");
        std::os::unix::fs::symlink(&first, &other_name).unwrap();
        engine.add_token_module(other_name).await.unwrap();
    }
    assert_eq!(*computer.told.lock().unwrap(), [first.clone(), second.clone()]);

    std::fs::remove_file(&second).unwrap();
    assert_eq!(
        names(&engine).await,
        [
            ("libfirst.so".to_owned(), true),
            ("libsecond.so".to_owned(), false)
        ]
    );
    engine.forget_token_module(0).await.unwrap();
    engine.forget_token_module(7).await.unwrap();
    assert_eq!(names(&engine).await, [("libsecond.so".to_owned(), false)]);
    drop(engine);

    let computer = Arc::new(Computer::default());
    let engine = opened(&world, &computer);
    assert_eq!(names(&engine).await.len(), 1);
    assert_eq!(*computer.told.lock().unwrap(), [second]);
}
