//! The answers of a container to probes and hooks, as the scenario says.

use crate::Millis;
use crate::scenario::{Answer, Run};
use crate::trace::CallKind;
use crate::world::{Effects, Exit, Instance, InstanceState, PodId, PodState, ProbeOutcome, Timer, World};
use k8s_openapi::api::core::v1::{Container, ExecAction, HTTPGetAction, LifecycleHandler, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The end of a probe.
pub(crate) struct ProbeReply {
    pub takes: Millis,
    pub outcome: ProbeOutcome,
    pub effects: Effects,
    /// How often the container was asked.
    pub calls: u32,
}

/// The end of a hook.
pub(crate) struct HookReply {
    pub takes: Millis,
    pub error: Option<String>,
    pub effects: Effects,
}

/// A question to a container.
struct Asked<'a> {
    world: &'a World,
    pod: PodId,
    state: &'a PodState,
    instance: &'a Instance,
    container: &'a Container,
    run: Run,
    since: Millis,
}

impl Asked<'_> {
    fn call(&self, kind: CallKind) -> Effects {
        let mut effects = Effects::none();
        effects.call(self.pod, self.state, self.instance.id, kind);
        effects
    }
}

fn asked<'a>(world: &'a World, pod: PodId, state: &'a PodState, instance: &'a Instance) -> Option<Asked<'a>> {
    let container = &state.shape.containers.get(instance.container)?.container;
    let since = world.now() - instance.started.unwrap_or(world.now());
    Some(Asked { world, pod, state, instance, container, run: state.run(instance), since })
}

/// Whether an answer is good at a time after the container's start; with `seq`, at a call.
fn is_ok(answer: &Answer, since: Millis, calls: u32, good: impl Fn(i32) -> bool) -> bool {
    let nth = answer.seq.get(calls as usize).or(answer.seq.last());
    if let Some(code) = nth {
        return good(*code);
    }
    answer.ok_after.is_none_or(|after| since >= after)
        && answer.ok_until.is_none_or(|until| since < until)
        && !answer.fail.iter().any(|(from, to)| (*from..*to).contains(&since))
        && (answer.exit.is_none_or(&good)
            || answer.ok_after.is_some()
            || answer.ok_until.is_some()
            || !answer.fail.is_empty())
}

/// A command that is never sent, as its context is cancelled.
pub(crate) fn cancelled(takes: Millis) -> ProbeReply {
    let outcome = ProbeOutcome::Error("rpc error: code = Canceled desc = context canceled".to_owned());
    ProbeReply { takes, outcome, effects: Effects::none(), calls: 0 }
}

/// A probe of a container.
pub(crate) fn probe(
    world: &World,
    pod: PodId,
    state: &PodState,
    instance: &Instance,
    config: &Probe,
    calls: u32,
) -> ProbeReply {
    let reply = |takes, outcome| ProbeReply { takes, outcome, effects: Effects::none(), calls: 1 };
    let Some(asked) = asked(world, pod, state, instance) else {
        return reply(Millis::ZERO, ProbeOutcome::Ok);
    };
    let timeout =
        config.timeout_seconds.and_then(|seconds| u64::try_from(seconds).ok()).filter(|seconds| *seconds > 0);
    let timeout = Millis::seconds(timeout.unwrap_or(1));
    let gone = instance.state != InstanceState::Running;
    // The runtime of the first recordings answers a command in a container that was stopped; containerd does not.
    if gone && config.exec.is_some() && state.api.deletion.is_some() && !world.cluster().lenient {
        return reply(Millis::ZERO, ProbeOutcome::Failed(String::new()));
    }
    if gone && config.exec.is_some() {
        let error = "rpc error: code = Unknown desc = container not running".to_owned();
        return reply(Millis::ZERO, ProbeOutcome::Error(error));
    }
    if let Some(exec) = &config.exec {
        return exec_probe(&asked, exec.command.as_deref().unwrap_or_default(), timeout, calls);
    }
    // The prober goes by the status manager's status, which may not be in the API yet.
    let known = state.kubelet.as_ref().and_then(|kubelet| kubelet.status.as_deref());
    let address = known.unwrap_or(&state.api.status).pod_ip.clone().unwrap_or_default();
    if let Some(http) = &config.http_get {
        return http_probe(&asked, http, &address, timeout, calls);
    }
    if let Some(tcp) = &config.tcp_socket {
        let port = match port(&tcp.port, asked.container) {
            Ok(port) => port,
            Err(error) => return reply(Millis::ZERO, ProbeOutcome::Error(error)),
        };
        let host = tcp.host.clone().unwrap_or(address);
        let refused = format!("dial tcp {host}:{port}: connect: connection refused");
        let outcome = if listens(&asked, &port) { ProbeOutcome::Ok } else { ProbeOutcome::Failed(refused) };
        return reply(Millis::ZERO, outcome);
    }
    if let Some(grpc) = &config.grpc {
        let port = grpc.port.to_string();
        let refused = format!(
            "timeout: failed to connect service \"{address}:{port}\" within {timeout}s: context deadline exceeded",
            timeout = timeout.whole_seconds()
        );
        if listens(&asked, &port) {
            return reply(Millis::ZERO, ProbeOutcome::Ok);
        }
        return reply(timeout, ProbeOutcome::Failed(refused));
    }
    reply(Millis::ZERO, ProbeOutcome::Ok)
}

fn exec_probe(asked: &Asked<'_>, command: &[String], timeout: Millis, calls: u32) -> ProbeReply {
    let line = command.join(" ");
    let answer = find(&asked.run.exec, |key| line.contains(key));
    let Some(answer) = answer else {
        let effects = exec_call(asked, line, Some(0));
        return ProbeReply { takes: Millis::ZERO, outcome: ProbeOutcome::Ok, effects, calls: 1 };
    };
    if answer.delay >= timeout && answer.delay > Millis::ZERO {
        let outcome = ProbeOutcome::Failed(format!(
            "command timed out: {line:?} timed out after {}s",
            timeout.whole_seconds()
        ));
        return ProbeReply { takes: timeout, outcome, effects: exec_call(asked, line, None), calls: 1 };
    }
    let ok = is_ok(&answer, asked.since + answer.delay, calls, |code| code == 0);
    let code = if ok { 0 } else { answer.exit.filter(|code| *code != 0).unwrap_or(1) };
    let mut effects = exec_call(asked, line, Some(code));
    force_exit(asked, &answer, &mut effects);
    let outcome = if ok { ProbeOutcome::Ok } else { ProbeOutcome::Failed(answer.out.clone()) };
    ProbeReply { takes: answer.delay, outcome, effects, calls: 1 }
}

fn find(answers: &[(String, Answer)], matches: impl Fn(&str) -> bool) -> Option<Answer> {
    answers.iter().find(|(key, _)| matches(key)).map(|(_, answer)| answer.clone())
}

fn exec_call(asked: &Asked<'_>, command: String, exit: Option<i32>) -> Effects {
    let kind = CallKind::ExecSync { command, exit, since: asked.since };
    asked.call(kind)
}

fn force_exit(asked: &Asked<'_>, answer: &Answer, effects: &mut Effects) {
    if let Some(code) = answer.exits_main {
        let at = asked.world.now() + answer.delay;
        effects.at(at, Timer::Exit { pod: asked.pod, instance: asked.instance.id, how: Exit::Forced(code) });
    }
}

/// A port by number or by its name among the container's ports; else the kubelet's error, which is that of its last
/// try to read the name as a number. Upstream: ResolveContainerPort, pkg/probe/util.go.
fn port(port: &IntOrString, container: &Container) -> Result<String, String> {
    let name = match port {
        IntOrString::String(name) => name.as_str(),
        IntOrString::Int(_) => "",
    };
    let number = api::port_number(port, container).map(|number| number.to_string());
    number.ok_or_else(|| format!("strconv.Atoi: parsing {name:?}: invalid syntax"))
}

/// Whether the container accepts connections; without a list every port is open.
fn listens(asked: &Asked<'_>, port: &str) -> bool {
    if asked.instance.state != InstanceState::Running {
        return false;
    }
    let Some(list) = &asked.run.listen else { return true };
    list.iter().any(|listen| listen.port == port && asked.since >= listen.from)
}

fn http_probe(
    asked: &Asked<'_>,
    http: &HTTPGetAction,
    address: &str,
    timeout: Millis,
    calls: u32,
) -> ProbeReply {
    let reply = |takes, outcome, effects| ProbeReply { takes, outcome, effects, calls: 1 };
    let port = match port(&http.port, asked.container) {
        Ok(port) => port,
        Err(error) => return reply(Millis::ZERO, ProbeOutcome::Error(error), Effects::none()),
    };
    let path = api::http_path(http);
    let scheme = http.scheme.as_deref().unwrap_or("HTTP").to_ascii_lowercase();
    let host = http.host.as_deref().unwrap_or(address);
    let url = format!(":{port}{path}");
    let full = format!("{scheme}://{host}:{port}{path}");
    let answer = find(&asked.run.http, |key| key == url);
    if !listens(asked, &port) {
        let message = format!("Get {full:?}: dial tcp {host}:{port}: connect: connection refused");
        return reply(Millis::ZERO, ProbeOutcome::Failed(message), Effects::none());
    }
    let answer = answer.unwrap_or_default();
    if answer.delay >= timeout && answer.delay > Millis::ZERO {
        let message = format!(
            "Get {full:?}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
        );
        return reply(timeout, ProbeOutcome::Failed(message), Effects::none());
    }
    let good = |code: i32| (200..400).contains(&code);
    let ok = is_ok(&answer, asked.since + answer.delay, calls, good);
    let nth = answer.seq.get(calls as usize).or(answer.seq.last()).copied();
    let code = nth.unwrap_or(if ok { 200 } else { answer.exit.filter(|code| !good(*code)).unwrap_or(500) });
    let number = u16::try_from(code).unwrap_or(500);
    let kind = CallKind::Http { url, code: number, since: asked.since };
    let mut effects = asked.call(kind);
    force_exit(asked, &answer, &mut effects);
    let outcome = if ok {
        ProbeOutcome::Ok
    } else {
        ProbeOutcome::Failed(format!("HTTP probe failed with statuscode: {code}"))
    };
    reply(answer.delay, outcome, effects)
}

/// A postStart or preStop hook that begins `after` from now.
pub(crate) fn hook(
    world: &World,
    pod: PodId,
    state: &PodState,
    instance: &Instance,
    handler: &LifecycleHandler,
    after: Millis,
) -> HookReply {
    let none = HookReply { takes: Millis::ZERO, error: None, effects: Effects::none() };
    let Some(asked) = asked(world, pod, state, instance) else { return none };
    if let Some(sleep) = &handler.sleep {
        return HookReply { takes: Millis::seconds(u64::try_from(sleep.seconds).unwrap_or(0)), ..none };
    }
    let (name, pod_name) = (&asked.container.name, state.full());
    if let Some(http) = &handler.http_get {
        let sandbox = state.runtime.sandbox().map(|sandbox| sandbox.address.as_str());
        let reply = http_probe(&asked, http, sandbox.unwrap_or_default(), Millis::MAX, 0);
        let error = match reply.outcome {
            // Any answer will do: the kubelet does not look at its code. Upstream: runHTTPHandler, lifecycle/handlers.go.
            ProbeOutcome::Failed(error) | ProbeOutcome::Error(error) if reply.effects.is_empty() => {
                let path = http.path.as_deref().unwrap_or_default();
                Some(format!(
                    "HTTP lifecycle hook ({path}) for Container {name:?} in Pod {pod_name:?} failed - error: {error}"
                ))
            }
            _ => None,
        };
        return HookReply { takes: reply.takes, error, effects: reply.effects };
    }
    let Some(exec) = &handler.exec else { return none };
    let command = exec.command.clone().unwrap_or_default();
    let line = command.join(" ");
    let answer = find(&asked.run.exec, |key| line.contains(key));
    let assumed = || Answer { delay: crate::assume::sleeps(&command), ..Answer::default() };
    let answer =
        answer.unwrap_or_else(|| if world.scenario().assumes() { assumed() } else { Answer::default() });
    // The end of the container is the end of all that runs in it.
    let left = asked.run.run.map(|run| run - asked.since).filter(|left| *left < answer.delay);
    let ok = is_ok(&answer, asked.since + after + answer.delay, 0, |code| code == 0) && left.is_none();
    let code = match left {
        Some(_) => KILLED,
        None if ok => 0,
        None => answer.exit.filter(|code| *code != 0).unwrap_or(1),
    };
    let mut effects = exec_call(&asked, line, Some(code));
    if left.is_none() {
        force_exit(&asked, &answer, &mut effects);
    }
    let out = if left.is_some() { "" } else { answer.out.as_str() };
    let error = (!ok).then(|| hook_failed(state, name, exec, code, out));
    HookReply { takes: left.unwrap_or(answer.delay), error, effects }
}

/// The exit code of a command whose container has ended.
pub(crate) const KILLED: i32 = 137;

/// The kubelet's words about a hook whose command failed.
pub(crate) fn hook_failed(state: &PodState, name: &str, exec: &ExecAction, code: i32, out: &str) -> String {
    let (command, pod) = (exec.command.as_deref().unwrap_or_default().join(" "), state.full());
    format!(
        "Exec lifecycle hook ([{command}]) for Container {name:?} in Pod {pod:?} failed - error: command '{command}' exited with {code}: {out}, message: {out:?}"
    )
}
