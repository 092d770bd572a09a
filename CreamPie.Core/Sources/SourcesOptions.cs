using CreamPie.Core.Sources.Contract;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources;

/// <summary>The installation's source order.</summary>
public sealed class SourcesOptions
{
    /// <summary>Of the settings.</summary>
    public const string Section = "Sources";

    /// <summary>Order of stocks without their own, like "YahooPage,YahooChart"; null for all installed sources.</summary>
    public string? Order { get; set; }
}

internal sealed class SourcesOptionsCheck(IEnumerable<ISource> sources) : IValidateOptions<SourcesOptions>
{
    public ValidateOptionsResult Validate(string? name, SourcesOptions options) =>
        options.Order is { } order && SourceOrder.Check(order, sources.Select(s => s.Name), out _) is { } wrong
            ? ValidateOptionsResult.Fail($"Sources__Order: {wrong}")
            : ValidateOptionsResult.Success;
}
