//! Context mixing: several guesses of the next bit, each from the text before, weighted by their success so far.
//!
//! A link holds a kilobyte or two, too little for deflate to learn from. This model has learnt from the dictionary
//! before it sees the text, and packs a manifest in two thirds of the letters. It uses whole numbers only, so that
//! every machine unpacks what another has packed. Its numbers are frozen with the codec's letter.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "chances have 12 bits, hashes are cut on purpose, texts are shorter than LONGEST"
)]

use std::cell::OnceCell;

use super::deflate::Unpacked;

/// The texts that it learns from; frozen, like the dictionary of codec `p`.
pub(super) const PRIMER: [&[u8]; 2] = [include_bytes!("dictionary_p.txt"), include_bytes!("primer_q.txt")];
/// The longest text; longer ones are left to deflate, because the model takes a microsecond for each byte.
pub(super) const LONGEST: usize = 48 * 1024;

/// The number of contexts: the last 1, 2, 3, 4 and 6 bytes, the word, the column, the line above.
const CONTEXTS: usize = 8;
/// The number of inputs: a guess and a confidence of each context, the match, and a constant.
const INPUTS: usize = CONTEXTS * 2 + 2;
/// The number of slots of a context.
const SLOTS: usize = 1 << 17;
/// The number of places that are remembered, by a hash of the bytes before them.
const PLACES: usize = 1 << 14;
/// Even odds in 12 bits.
const EVEN: i32 = 2048;
/// The weight 1.
const ONE: i32 = 1 << 16;

/// The chance in 12 bits at log odds of -8 to 8 in steps of a half.
const CHANCES: [i32; 33] = [
    1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785,
    3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
];

/// The chance in 12 bits for log odds with a fraction of 8 bits.
fn squash(odds: i32) -> i32 {
    let odds = odds.clamp(-2047, 2047);
    let (step, part) = (((odds >> 7) + 16) as usize, odds & 127);
    let at = |step: usize| CHANCES.get(step).copied().unwrap_or(EVEN);
    (at(step) * (128 - part) + at(step + 1) * part + 64) >> 7
}

/// One bit's slot: the chance of a 1 in 12 bits, how often it was seen in 4.
type Slot = u16;

#[derive(Clone)]
struct Model {
    /// The log odds of each chance.
    stretch: Vec<i32>,
    slots: Vec<Slot>,
    /// The chance that a slot's chance and count have stood for so far, for each context.
    meant: Vec<u16>,
    weights: Vec<i32>,
    /// All bytes so far, the primer included.
    past: Vec<u8>,
    /// The place after the last bytes with the same hash.
    places: Vec<u32>,
    /// The place that the text repeats, and the length of the repetition so far; both 0 without one.
    matched: (usize, usize),
    hashes: [u32; CONTEXTS],
    /// The bits of the present byte so far, after a leading 1.
    bits: usize,
    /// The inputs of the present guess.
    inputs: [i32; INPUTS],
    at: [usize; CONTEXTS],
    set: usize,
    chance: i32,
    word: u32,
    line: usize,
    above: usize,
}

fn get(list: &[i32], at: usize) -> i32 {
    list.get(at).copied().unwrap_or_default()
}

impl Model {
    /// A model that has read the primer. It is read only once, because that takes as long as thirty links.
    fn primed() -> Model {
        thread_local! {
            static PRIMED: OnceCell<Model> = const { OnceCell::new() };
        }
        PRIMED.with(|primed| primed.get_or_init(Model::prime).clone())
    }

    fn prime() -> Model {
        let mut stretch = vec![0; 4096];
        let mut next = 0;
        for odds in -2047..=2047 {
            let chance = squash(odds) as usize;
            for slot in stretch.get_mut(next..=chance).into_iter().flatten() {
                *slot = odds;
            }
            next = next.max(chance + 1);
        }
        for slot in stretch.get_mut(next..).into_iter().flatten() {
            *slot = 2047;
        }
        let mut model = Model {
            stretch,
            slots: vec![(EVEN as u16) << 4; CONTEXTS * SLOTS],
            meant: (0..CONTEXTS * 16 * 64).map(|at| ((at % 64) * 1024 + 512) as u16).collect(),
            weights: vec![ONE * 3 / 10; INPUTS * 256 * 3],
            past: Vec::new(),
            places: vec![0; PLACES],
            matched: (0, 0),
            hashes: [0; CONTEXTS],
            bits: 1,
            inputs: [0; INPUTS],
            at: [0; CONTEXTS],
            set: 0,
            chance: EVEN,
            word: 0,
            line: 0,
            above: 0,
        };
        model.guess();
        for byte in PRIMER.into_iter().flatten() {
            for shift in (0..8).rev() {
                model.learn(i32::from((byte >> shift) & 1));
            }
        }
        model
    }

    /// Makes the guess of the next bit.
    fn guess(&mut self) {
        let mut dot = 0_i64;
        for (context, hash) in self.hashes.iter().enumerate() {
            let mixed = (hash ^ (self.bits as u32).wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
            let at = context * SLOTS + (mixed >> 15) as usize % SLOTS;
            let slot = self.slots.get(at).copied().unwrap_or_default();
            let (chance, count) = ((slot >> 4) as usize, (slot & 15) as usize);
            let meant = (context * 16 + count) * 64 + chance / 64;
            let told = self.meant.get(meant).map_or(EVEN, |told| i32::from(told >> 4));
            if let Some(place) = self.at.get_mut(context) {
                *place = at;
            }
            let pair = [
                get(&self.stretch, told as usize),
                if count == 0 { 0 } else { get(&self.stretch, chance) / 2 },
            ];
            for (input, value) in self.inputs.iter_mut().skip(context * 2).zip(pair) {
                *input = value;
            }
        }
        let expected = self.expected();
        let length = self.matched.1.min(31) as i32;
        let trust = if expected.is_some() { 64 + length * 32 } else { 0 };
        let last = [expected.map_or(0, |bit| if bit { trust } else { -trust }), 256];
        for (input, value) in self.inputs.iter_mut().skip(CONTEXTS * 2).zip(last) {
            *input = value;
        }
        let kind = if expected.is_none() {
            0
        } else if length < 16 {
            1
        } else {
            2
        };
        self.set = (kind * 256 + self.bits) * INPUTS;
        for (input, weight) in self.inputs.iter().zip(self.weights.iter().skip(self.set)) {
            dot += i64::from(*input) * i64::from(*weight);
        }
        self.chance = squash((dot >> 16).clamp(-2047, 2047) as i32).clamp(1, 4095);
    }

    /// The bit that comes next if the repetition goes on.
    fn expected(&self) -> Option<bool> {
        let (from, length) = self.matched;
        let byte = usize::from(*self.past.get(from).filter(|_| length > 0)?) | 256;
        let known = self.bits.ilog2();
        (byte >> (8 - known) == self.bits).then(|| (byte >> (7 - known)) & 1 == 1)
    }

    /// Takes the bit that came, and guesses the next one.
    fn learn(&mut self, bit: i32) {
        let error = ((bit << 12) - self.chance) * 6;
        for (input, weight) in self.inputs.iter().zip(self.weights.iter_mut().skip(self.set)) {
            *weight += (*input * error + 0x200) >> 10;
        }
        for (context, at) in self.at.iter().enumerate() {
            let Some(slot) = self.slots.get_mut(*at) else { continue };
            let (chance, count) = (i32::from(*slot >> 4), i32::from(*slot & 15));
            if let Some(told) =
                self.meant.get_mut((context * 16 + count as usize) * 64 + chance as usize / 64)
            {
                let goal = if bit == 1 { 65_535 } else { 0 };
                *told = (i32::from(*told) + ((goal - i32::from(*told)) >> 6)) as u16;
            }
            let goal = if bit == 1 { 4095 } else { 0 };
            let next = chance + (goal - chance) * 2 / (count * 2 + 3);
            *slot = ((next as u16) << 4) | (count + 1).min(15) as u16;
        }
        self.bits = self.bits * 2 + bit as usize;
        if self.bits >= 256 {
            let byte = (self.bits & 255) as u8;
            self.bits = 1;
            self.pass(byte);
        }
        self.guess();
    }

    /// Takes a whole byte.
    fn pass(&mut self, byte: u8) {
        self.past.push(byte);
        let end = self.past.len();
        let (from, length) = self.matched;
        let goes_on = length > 0 && self.past.get(from) == Some(&byte);
        self.matched = if goes_on { (from + 1, length + 1) } else { (0, 0) };
        let recent = |count: usize| {
            let bytes = self.past.get(end.saturating_sub(count)..).unwrap_or_default();
            bytes.iter().fold(count as u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
        };
        let place = (recent(5) >> 7) as usize % PLACES;
        if self.matched.1 == 0 {
            let from = self.places.get(place).map_or(0, |from| *from as usize);
            let same = |back: &usize| {
                from > *back && self.past.get(from - 1 - back) == self.past.get(end.wrapping_sub(1 + back))
            };
            let length = (0..32).take_while(same).count();
            self.matched = if from > 0 && length > 3 { (from, length) } else { (0, 0) };
        }
        let (one, two, three, four, six) = (recent(1), recent(2), recent(3), recent(4), recent(6));
        if let Some(slot) = self.places.get_mut(place) {
            *slot = end as u32;
        }
        let letter = byte.is_ascii_alphanumeric();
        self.word = if letter { (self.word ^ u32::from(byte)).wrapping_mul(0x0100_0193) } else { 0 };
        if byte == b'\n' {
            self.above = self.line;
            self.line = end;
        }
        // The byte above this one and the indentation count, because YAML is made of columns.
        let column = end - self.line;
        let over = self.past.get(self.above + column).filter(|_| self.above + column < self.line);
        let over = u32::from(over.copied().unwrap_or_default());
        let start = self.past.get(self.line..end).unwrap_or_default();
        let indent = start.iter().take_while(|byte| matches!(**byte, b' ' | b'-')).count() as u32;
        let first = self.past.get(self.above..self.line).unwrap_or_default();
        let above = first
            .iter()
            .take_while(|byte| **byte != b':')
            .fold(7_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
        self.hashes = [
            one,
            two,
            three,
            four,
            six,
            self.word.wrapping_add(0x51ed_270b) ^ indent.wrapping_mul(0x2545_f491),
            over.wrapping_mul(0x9e37_79b1) ^ one.wrapping_add(column as u32),
            above
                ^ start.iter().fold(3_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)),
        ];
    }
}

/// The length, then the text as one long fraction.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut length = bytes.len();
    while length > 127 {
        packed.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    packed.push(length as u8);
    let mut model = Model::primed();
    let (mut low, mut high) = (0_u32, u32::MAX);
    for byte in bytes {
        for shift in (0..8).rev() {
            let bit = (byte >> shift) & 1;
            let middle = middle(low, high, model.chance);
            if bit == 1 {
                high = middle;
            } else {
                low = middle + 1;
            }
            model.learn(i32::from(bit));
            while low >> 24 == high >> 24 {
                packed.push((high >> 24) as u8);
                (low, high) = (low << 8, (high << 8) | 255);
            }
        }
    }
    // The fewest bytes that lie between the two; bytes that are missing after them are read as 0.
    if low > 0 {
        let short = (low >> 24) + 1;
        if short <= high >> 24 {
            packed.push(short as u8);
        } else {
            packed.extend_from_slice(&high.to_be_bytes());
        }
    }
    packed
}

fn middle(low: u32, high: u32, chance: i32) -> u32 {
    low + ((u64::from(high - low) * chance as u64) >> 12) as u32
}

pub(super) fn unpack(packed: &[u8]) -> Unpacked {
    let mut input = packed.iter().copied();
    let (mut length, mut shift) = (0_usize, 0);
    loop {
        let Some(byte) = input.next().filter(|_| shift < 21) else {
            return Unpacked { bytes: Vec::new(), whole: false };
        };
        length |= usize::from(byte & 127) << shift;
        shift += 7;
        if byte < 128 {
            break;
        }
    }
    if length > LONGEST {
        return Unpacked { bytes: Vec::new(), whole: false };
    }
    let mut model = Model::primed();
    let primed = model.past.len();
    let (mut low, mut high, mut missing) = (0_u32, u32::MAX, 0);
    let mut next = |missing: &mut u32| {
        input.next().unwrap_or_else(|| {
            *missing += 1;
            0
        })
    };
    // From here on the unpacked bytes may differ from those that were packed.
    let mut sure = primed;
    let mut value = (0..4).fold(0_u32, |value, _| (value << 8) | u32::from(next(&mut missing)));
    while model.past.len() < primed + length {
        let middle = middle(low, high, model.chance);
        let bit = value <= middle;
        if bit {
            high = middle;
        } else {
            low = middle + 1;
        }
        model.learn(i32::from(bit));
        while low >> 24 == high >> 24 {
            (low, high) = (low << 8, (high << 8) | 255);
            value = (value << 8) | u32::from(next(&mut missing));
        }
        if missing == 0 {
            sure = model.past.len();
        }
        // A text that goes on after its end was cut off there.
        if missing > 4 {
            model.past.truncate(sure);
            break;
        }
    }
    let bytes = model.past.get(primed..).unwrap_or_default().to_vec();
    Unpacked { whole: bytes.len() == length, bytes }
}
