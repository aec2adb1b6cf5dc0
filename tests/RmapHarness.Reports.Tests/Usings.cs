global using NUnit.Framework;
global using RmapHarness.Tests.Shared;
