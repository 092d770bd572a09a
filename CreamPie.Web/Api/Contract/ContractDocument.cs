using Microsoft.AspNetCore.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>Makes the OpenAPI document say exactly what the program reads and writes: clients are generated from it.</summary>
internal static class ContractDocument
{
    public static void DescribeContract(this OpenApiOptions options)
    {
        options.AddSchemaTransformer(WrittenTypes.DescribeAsync);
        options.AddDocumentTransformer(Credentials.DescribeAsync);
        options.AddOperationTransformer(Credentials.DescribeAsync);
        options.AddOperationTransformer(QueryTypes.DescribeAsync);
        options.AddOperationTransformer(Answers.DescribeAsync);
        options.AddDocumentTransformer(Vocabulary.DescribeAsync);
    }
}
