using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A kind of step: all that the loader, the checks and the documentation need to know of it.</summary>
public abstract class StepDefinition
{
    private protected StepDefinition(string name, string doc, params Parameter[] parameters)
    {
        Name = name;
        Doc = doc;
        Parameters = parameters;
    }

    /// <summary>The word in the step's key.</summary>
    public string Name { get; }

    /// <summary>What it does, in one line.</summary>
    public string Doc { get; }

    /// <summary>Its parameters, in the order to document them.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A process does it; its name is in the key.</summary>
    public abstract bool HasProcess { get; }

    /// <summary>Only the model can do it, no kernel.</summary>
    public virtual bool IsForModelOnly => false;

    /// <summary>What a kernel needs for it, beside what all have.</summary>
    public virtual KernelFeature Needs => KernelFeature.None;

    /// <summary>How often generated scenarios have it, beside the others; 0: never.</summary>
    public virtual int Frequency => IsForModelOnly ? 0 : 2;

    /// <summary>A word that may stand for the arguments; null if there is none.</summary>
    public virtual string? Shorthand => null;

    /// <summary>The step with everything that it needs, as a line of <c>steps</c>.</summary>
    public virtual string Example
    {
        get
        {
            var required = Parameters.Where(parameter => parameter.IsRequired).Select(parameter => $"{parameter.Name}: {parameter.Type.Example}").ToList();
            var arguments = required.Count == 0 ? Shorthand ?? "{}" : $"{{ {string.Join(", ", required)} }}";
            return $"{(HasProcess ? "parent " : "")}{Name}: {arguments}";
        }
    }

    /// <summary>It may be done at the same time as steps of other processes, again and again.</summary>
    internal virtual bool MayBeTogether => false;

    /// <summary>Resolves a step whose arguments are complete; returns null after reporting what is wrong.</summary>
    internal abstract Operation? Compile(ScenarioStep step, CompileContext context);

    /// <summary>Makes known what a broken step would have named, so that one mistake gives one error.</summary>
    internal virtual void Recover(ScenarioStep step, CompileContext context)
    {
    }
}
