"""The rules of agents, by noun: who earns (agents), at which rate (rates), on what (earnings), when it is settled
(statements). Specification: docs/algorithms/commissions.md."""
