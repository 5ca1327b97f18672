//! Tests of the whole house and of the program as a newcomer meets it.

mod edges;
