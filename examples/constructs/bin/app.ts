import { App } from 'aws-cdk-lib/core';
import { ScanStack } from '../src/scan-stack';

new ScanStack(new App(), 'scans');
