/**
 * The failure bucket. It receives the dead letters of the consumers, and batches that Lambda discards after 20 hours.
 */
sst.Linkable.wrap(sst.aws.Bucket, ({ name, nodes }) => ({
  properties: { name, domain: nodes.bucket.bucketRegionalDomainName },
}));

export const failures = new sst.aws.Bucket("Failures", {
  // Browsers never access the bucket.
  cors: false,
  // The retention of events.
  lifecycle: [{ expiresIn: "90 days" }],
});
