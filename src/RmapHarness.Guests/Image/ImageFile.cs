namespace RmapHarness.Guests.Image;

/// <summary>A file of this machine that goes into an image.</summary>
/// <param name="GuestPath">Where it is in the guest, without a slash in front.</param>
/// <param name="SourcePath">Where it is here.</param>
/// <param name="Permissions">Mode bits in the guest.</param>
internal sealed record ImageFile(string GuestPath, string SourcePath, uint Permissions);
