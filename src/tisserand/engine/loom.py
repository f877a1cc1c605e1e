"""The Loom: a Fabric set up for the compiled kernels, read-only and shared by all threads."""

from typing import NamedTuple

import numpy as np

from tisserand.engine.asks import Asks
from tisserand.engine.fabric import Bools, Fabric, Floats, Ints, Keys, Ptr
from tisserand.engine.policy import ONE, Policy
from tisserand.engine.reach import Reach, is_new


class Loom(NamedTuple):
    """What the kernels read. `forward[i]`: weight of arc i seen from the person who holds it, `back[i]`: the
    same arc seen from its other end; the product of the two arcs of a path is its resource allocation x
    2^30. `hub` bool[n]: people too widely known to carry paths. `weights` float64: policy numbers in the
    order of `weights_of`.
    """

    key: Keys
    capacity: Ints
    beyond: Bools
    profiled: Bools
    insider: Bools
    acceptance: Floats
    distance: Ints
    town: Ints
    actor_type: Ints
    new: Bools
    member_ptr: Ptr
    member_circle: Ints
    takes_inside: Bools
    everywhere: bool
    open_ptr: Ptr
    open_circle: Ints
    tie_ptr: Ptr
    tie_end: Ints
    forward: Ints
    back: Ints
    hub: Bools
    rest_ptr: Ptr
    rest_end: Ints
    ask_ptr: Ptr
    ask_other: Ints
    fit_to: Ints
    fit_from: Ints
    weights: Floats


def loom(fabric: Fabric, reached: Reach, asked: Asks, policy: Policy) -> Loom:
    """The Loom of `fabric`. Resource allocation is Zhou, Lu and Zhang (2009) on decayed strengths: the sum
    over shared contacts w of s(u,w) s(w,v) / s(w), with s(w) the total strength of w."""
    degree = np.diff(fabric.tie_ptr)
    owner = np.repeat(np.arange(fabric.people), degree)
    total = np.bincount(owner, weights=fabric.tie_strength, minlength=fabric.people)
    scale = np.sqrt(np.maximum(total, 1.0) * ONE)
    strength = fabric.tie_strength.astype(np.float64) * ONE
    forward = np.floor(strength / scale[owner]).astype(np.int32)
    back = np.floor(strength / scale[fabric.tie_end]).astype(np.int32)
    return Loom(
        key=fabric.key, capacity=fabric.capacity, beyond=fabric.beyond,
        profiled=fabric.profiled, insider=reached.insider, acceptance=fabric.acceptance,
        distance=fabric.distance, town=fabric.town, actor_type=fabric.actor_type,
        new=is_new(fabric.joined_on, fabric.now, policy), member_ptr=fabric.member_ptr,
        member_circle=fabric.member_circle, takes_inside=fabric.takes_inside,
        everywhere=fabric.bridges.everywhere, open_ptr=reached.open_ptr, open_circle=reached.open_circle,
        tie_ptr=fabric.tie_ptr, tie_end=fabric.tie_end,
        forward=forward, back=back, hub=degree > policy.hub_degree, rest_ptr=fabric.rest_ptr,
        rest_end=fabric.rest_end, ask_ptr=asked.ptr, ask_other=asked.other, fit_to=asked.fit_to,
        fit_from=asked.fit_from, weights=weights_of(policy),
    )  # fmt: skip


def weights_of(policy: Policy) -> Floats:
    """The numbers of `policy` that `scoring.fill_terms` reads, in its order."""
    return np.array([
        policy.need_weight, policy.both_ways_weight, policy.shared_weight, policy.across_weight,
        policy.town_weight, policy.mix_weight, policy.newcomer_weight, policy.shared_half,
        float(policy.working_zone), *policy.distances,
    ])  # fmt: skip
