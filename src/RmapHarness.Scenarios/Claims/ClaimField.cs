using RmapHarness.Engine.Proc;

namespace RmapHarness.Scenarios.Claims;

/// <summary>The value that a claim is about.</summary>
/// <param name="Observable">Where it is read.</param>
/// <param name="Smaps">The field, if it is read from smaps; else null.</param>
public readonly record struct ClaimField(ClaimObservable Observable, SmapsField? Smaps = null)
{
    private static readonly Dictionary<string, ClaimField> ByName = new[]
    {
        ("kpagecount", new ClaimField(ClaimObservable.KpageCount)),
        ("present", new ClaimField(ClaimObservable.Present)),
        ("exclusive", new ClaimField(ClaimObservable.Exclusive)),
        ("file", new ClaimField(ClaimObservable.File)),
        ("swapped", new ClaimField(ClaimObservable.Swapped)),
    }.Concat(Enum.GetValues<SmapsField>().Select(field => (field.ToString(), new ClaimField(ClaimObservable.Smaps, field))))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>Every field's name as scenarios spell it.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>Every field.</summary>
    public static IReadOnlyCollection<ClaimField> All => ByName.Values;

    /// <summary>The name as scenarios spell it.</summary>
    public string Name => Smaps?.ToString() ?? Observable.ToString().ToLowerInvariant();

    /// <summary>It is 0 or 1.</summary>
    public bool IsBit => Observable is not (ClaimObservable.KpageCount or ClaimObservable.Smaps) || Smaps is SmapsField.THPeligible;

    /// <summary>It is an amount of memory, in kB.</summary>
    public bool IsMemory => Smaps is not (null or SmapsField.THPeligible or SmapsField.ProtectionKey);

    /// <summary>Finds a field by its name.</summary>
    public static bool TryParse(string name, out ClaimField field) => ByName.TryGetValue(name, out field);
}
