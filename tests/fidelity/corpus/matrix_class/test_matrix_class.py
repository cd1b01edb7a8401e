"""A matrix class: arithmetic in both orders, `@` with lists, indexing and slicing, in-place items, NumPy as the oracle."""

import unittest

import numpy as np

from matrix_class import Matrix


class MatrixTest(unittest.TestCase):
    def setUp(self):
        self.a = Matrix([[1, 2], [3, 4]])
        self.b = Matrix([[0, 1], [-1, 0]])

    def test_shape(self):
        self.assertEqual(Matrix([[1, 2, 3]]).shape, (1, 3))
        self.assertEqual(len(self.a), 2)

    def test_bad_rows(self):
        with self.assertRaises(ValueError):
            Matrix([[1, 2], [3]])
        self.assertRaisesRegex(ValueError, "at least one", Matrix, [])

    def test_sum_and_difference(self):
        self.assertEqual((self.a + self.b).to_lists(), [[1, 3], [2, 4]])
        self.assertEqual((self.a - self.b).to_lists(), [[1, 1], [4, 4]])
        with self.assertRaises(ValueError):
            self.a + Matrix([[1, 2]])
        with self.assertRaises(TypeError):
            self.a + 1

    def test_scaling_in_both_orders(self):
        for k in (2, -1, 0.5):
            with self.subTest(k=k):
                want = (k * np.array([[1, 2], [3, 4]])).tolist()
                self.assertEqual((k * self.a).to_lists(), want)
                self.assertEqual((self.a * k).to_lists(), want)
        self.assertEqual((-self.a).to_lists(), [[-1, -2], [-3, -4]])

    def test_product(self):
        rng = np.random.default_rng(3)
        left, right = rng.integers(-5, 5, (3, 4)), rng.integers(-5, 5, (4, 2))
        product = Matrix(left.tolist()) @ Matrix(right.tolist())
        self.assertIsInstance(product, Matrix)
        np.testing.assert_array_equal(product.to_lists(), left @ right)
        with self.assertRaises(ValueError):
            self.a @ Matrix([[1, 2, 3]])

    def test_product_with_a_vector(self):
        self.assertEqual(self.a @ [1, -1], [-1, -1])

    def test_items_and_slices(self):
        m = Matrix([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
        self.assertEqual(m[1], [4, 5, 6])
        self.assertEqual(m[2, -1], 9)
        self.assertEqual(m[:2, 1:].to_lists(), [[2, 3], [5, 6]])
        self.assertEqual(m[:, 0].shape, (3, 1))
        with self.assertRaises(IndexError):
            m[5, 0]

    def test_setting_an_item_leaves_what_it_was_made_of(self):
        rows = [[1, 2], [3, 4]]
        m = Matrix(rows)
        m[0, 1] = 9
        self.assertEqual(m.to_lists(), [[1, 9], [3, 4]])
        self.assertEqual(rows, [[1, 2], [3, 4]])

    def test_power_equality_transpose(self):
        self.assertEqual(self.b**4, Matrix.identity(2))
        self.assertNotEqual(self.a, self.a.T)
        self.assertEqual(self.a.T.T, self.a)
        self.assertFalse(self.a == [[1, 2], [3, 4]])

    def test_text_and_norm(self):
        self.assertEqual(str(self.a), "1 2\n3 4")
        self.assertAlmostEqual(abs(self.a), 30**0.5)
        self.assertEqual([sum(row) for row in self.a], [3, 7])
