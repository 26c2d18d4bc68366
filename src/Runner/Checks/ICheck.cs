namespace LlmObs.Runner.Checks;

/// <summary>Looks at one subject: a pure function of what was found out.</summary>
internal interface ICheck
{
    string Subject { get; }

    /// <summary>A session begins with it too; what it asks for has to be had in no time.</summary>
    bool IsForEverySession { get; }

    /// <summary>It tells of the machine under test, which the Simulator has none of.</summary>
    bool IsAboutMachine => false;

    /// <summary>A line, or several where there are several things; none where there is nothing to say.</summary>
    IEnumerable<CheckLine> Look(Circumstances circumstances);
}
