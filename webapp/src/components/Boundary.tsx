import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  /** What is shown instead, once something in it has failed. */
  fallback: ReactNode;
  children: ReactNode;
}

/** Keeps what fails within it from taking the whole page along. */
export class Boundary extends Component<BoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
