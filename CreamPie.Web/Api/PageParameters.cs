using System.ComponentModel;
using CreamPie.Core.Querying;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

/// <summary>Which page of a list.</summary>
internal sealed record PageParameters(
    [property: FromQuery(Name = "limit"), WholeNumber(1, PageRequest.MaxLimit, PageRequest.DefaultLimit), Description("Items per page.")]
    string? Limit,
    [property: FromQuery(Name = "cursor"), Text, Description("From the next link of the previous page.")] string? Cursor);
