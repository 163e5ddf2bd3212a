//! The rule planner: plain words to tool calls without a model.
