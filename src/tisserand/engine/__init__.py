"""The engine: arrays in, arrays out. `fabric.Fabric` is the one input; `propose.propose` and
`measures.measures` answer, each in the module of its name.

It reads no file, knows no clock, and chance comes only from a seed. Nothing is imported here: whoever reads
one number of the policy does not load a compiler.
"""
