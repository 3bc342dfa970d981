//! A Pod's containers in the runtime: each container's runs are found without a look at the others', because each sync
//! asks for those of every container.

use super::Instance;
use std::rc::Rc;

/// The runs of all containers of a Pod, in order of creation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Instances {
    /// By number: each run is made with a higher one than those before.
    all: Vec<Made>,
    /// By container: its newest run.
    newest: Vec<Option<u32>>,
}

#[derive(Clone, Debug)]
struct Made {
    instance: Rc<Instance>,
    /// The run of the same container before this one.
    before: Option<u32>,
}

impl Instances {
    /// All runs, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Instance> {
        self.all.iter().map(|made| &*made.instance)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The runs of a container, the newest first.
    pub fn of(&self, container: usize) -> impl Iterator<Item = &Instance> {
        let mut next = self.newest.get(container).copied().flatten();
        std::iter::from_fn(move || {
            let made = self.made(next?)?;
            next = made.before;
            Some(&*made.instance)
        })
    }

    /// A run by its number.
    pub fn get(&self, id: u32) -> Option<&Instance> {
        Some(&*self.made(id)?.instance)
    }

    /// The same, to be changed.
    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut Instance> {
        let place = self.place(id)?;
        self.all.get_mut(place).map(|made| Rc::make_mut(&mut made.instance))
    }

    /// Adds a run, which is newer than all others.
    pub(super) fn push(&mut self, instance: Instance) {
        if self.newest.len() <= instance.container {
            self.newest.resize(instance.container + 1, None);
        }
        let Some(newest) = self.newest.get_mut(instance.container) else { return };
        let before = newest.replace(instance.id);
        self.all.push(Made { instance: Rc::new(instance), before });
    }

    /// Takes a run away; those of its container that stay follow each other.
    pub(super) fn remove(&mut self, id: u32) {
        let Some(place) = self.place(id) else { return };
        let removed = self.all.remove(place);
        let later = self.all.iter_mut().skip(place);
        for made in later.filter(|made| made.before == Some(id)) {
            made.before = removed.before;
        }
        if let Some(newest) = self.newest.get_mut(removed.instance.container)
            && *newest == Some(id)
        {
            *newest = removed.before;
        }
    }

    fn made(&self, id: u32) -> Option<&Made> {
        self.all.get(self.place(id)?)
    }

    fn place(&self, id: u32) -> Option<usize> {
        self.all.binary_search_by_key(&id, |made| made.instance.id).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Instance, Instances};

    fn ids<'a>(all: impl Iterator<Item = &'a Instance>) -> Vec<u32> {
        all.map(|one| one.id).collect()
    }

    #[test]
    fn runs_are_found_by_container_and_by_number() {
        let mut all = Instances::default();
        for (id, container) in [(0, 2), (1, 0), (2, 2), (3, 0), (4, 2)] {
            all.push(Instance { id, container, ..Instance::default() });
        }
        assert_eq!(ids(all.iter()), [0, 1, 2, 3, 4]);
        assert_eq!((ids(all.of(0)), ids(all.of(1)), ids(all.of(2))), (vec![3, 1], vec![], vec![4, 2, 0]));
        assert_eq!(all.get(3).map(|one| one.container), Some(0));
        assert!(all.get(5).is_none() && ids(all.of(7)).is_empty());
    }

    #[test]
    fn removed_runs_leave_the_others_in_order() {
        let mut all = Instances::default();
        for id in 0..4 {
            all.push(Instance { id, container: 1, ..Instance::default() });
        }
        all.remove(1);
        assert_eq!(ids(all.of(1)), [3, 2, 0]);
        all.remove(3);
        assert_eq!(ids(all.of(1)), [2, 0]);
        all.remove(0);
        all.remove(0);
        assert_eq!((ids(all.of(1)), ids(all.iter())), (vec![2], vec![2]));
        all.push(Instance { id: 4, container: 1, ..Instance::default() });
        assert_eq!(ids(all.of(1)), [4, 2]);
    }
}
