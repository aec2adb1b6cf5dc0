using System.Globalization;

namespace RmapHarness.Cli.Runs;

/// <summary>A kernel lost so many guests that no more are tried.</summary>
/// <param name="guests">How many.</param>
internal sealed class GuestsLostException(int guests)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"the guest was lost {guests} times"));
