global using NUnit.Framework;
global using RmapHarness.Tests.Shared;
global using RmapHarness.Testing;
