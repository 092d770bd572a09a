// s3rver on 127.0.0.1 with one bucket in a folder; S3Server.cs starts it. It prints its port and ends when its standard input does.
// It checks the access key (S3RVER), but neither signatures nor If-None-Match of a write, which overwrites; and a list that needs a second
// answer fails.
import S3rver from 's3rver';

const [directory, port, bucket] = process.argv.slice(2);
const server = new S3rver({ directory, address: '127.0.0.1', port: Number(port), silent: true, configureBuckets: [{ name: bucket }] });
console.log((await server.run()).port);

process.stdin.on('end', () => process.exit()).resume();
