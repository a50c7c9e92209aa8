"""Tests of the kernel, a folder per room."""
