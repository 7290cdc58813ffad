import assert from 'node:assert/strict';
import test from 'node:test';
import { highest, isSteady, lowest, median, percentile } from '../statistics.mjs';

test('a peer is steady once its last three slices differ by less than 5 %', () => {
  assert.equal(isSteady([1000, 1049]), false);
  assert.equal(isSteady([1000, 1020, 1051]), false);
  assert.equal(isSteady([1049, 1000, 1020]), true);
  assert.equal(isSteady([10, 1000, 1000, 1000]), true);
  assert.equal(isSteady([1000, 1000, 1000, 10]), false);
});

test('the median leaves out rounds that have no figure', () => {
  assert.equal(median([3, undefined, 1]), 2);
  assert.equal(median([5, 1, 100]), 5);
});

test('a percentile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.equal(percentile(hundred, 50), 50);
  assert.equal(percentile(hundred, 99), 99);
  assert.equal(percentile(hundred, 100), 100);
});

test('the worst round is the slowest', () => {
  assert.deepEqual(highest([2, 1, 9]), { median: 2, worst: 9 });
  assert.deepEqual(lowest([2, 1, 9]), { median: 2, worst: 1 });
});
