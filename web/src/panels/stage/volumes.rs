//! Volumes as strips through the containers that mount them.

use view::stage::{Actor, Mount, Scene, Volume};
use yew::prelude::*;

use super::Lit;
use super::pod::column;
use crate::panels::Pointing;

/// A strip for each volume.
pub fn volumes(scene: &Scene, point: &Pointing) -> Html {
    let strip = |(number, volume): (usize, &Volume)| {
        let Lit { onclick, onmouseenter, onmouseleave, onfocus, onblur } = Lit::at(point, &volume.field);
        let mounts: Vec<(usize, &Actor, &Mount)> = scene
            .actors
            .iter()
            .enumerate()
            .filter_map(|(place, actor)| {
                let mount = actor.mounts.iter().find(|mount| mount.volume == number)?;
                Some((place, actor, mount))
            })
            .collect();
        let who = mounts.iter().map(|(_, actor, mount)| format!("{} {}", actor.name, access(mount)));
        let who: Vec<String> = who.collect();
        let who = if who.is_empty() { "mounted nowhere".to_owned() } else { who.join(", ") };
        html! {
            <div class="stage-volume" role="listitem" data-volume={volume.name.clone()} style={format!("--volume:{number}")} {onmouseenter} {onmouseleave}>
                <button type="button" class="stage-volume-name bare" data-part="volume" tabindex="-1" aria-label={format!("volume {}, {}: {who}", volume.name, volume.kind)} {onclick} {onfocus} {onblur}>
                    <span class="stage-volume-title">{ volume.name.clone() }</span><span class="stage-volume-kind">{ volume.kind.clone() }</span>
                </button>
                <span class="stage-strip" aria-hidden="true">{ for mounts.iter().map(|(place, actor, mount)| tap(scene, *place, actor, mount)) }</span>
            </div>
        }
    };
    if scene.volumes.is_empty() {
        return Html::default();
    }
    html! { <div class="stage-volumes" role="list" aria-label="Volumes">{ for scene.volumes.iter().enumerate().map(strip) }</div> }
}

fn access(mount: &Mount) -> &'static str {
    if mount.read_only { "ro" } else { "rw" }
}

fn tap(scene: &Scene, place: usize, actor: &Actor, mount: &Mount) -> Html {
    html! {
        <span class="stage-tap" data-access={access(mount)} style={format!("--col:{}", column(scene, place))} title={mount.path.clone()}>
            <span class="stage-tap-name">{ actor.name.clone() }</span><span class="stage-access">{ access(mount) }</span>
        </span>
    }
}
